import { z } from 'zod';
import { retryable, type Finalizers, type ResourceIdentity } from '#kernel';
import { MEDIA, unavailable, unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';

const observed = z.object({
  metadata: z.object({
    uid: z.string(),
    resourceVersion: z.string().min(1),
    deletionTimestamp: z.string().optional(),
    finalizers: z.array(z.string()).default([]),
  }),
});
type Observed = z.infer<typeof observed>['metadata'];

/** Soon: whoever else writes the object is done by then. */
const READ_AGAIN_MS = 200;

/**
 * Finalizers by a merge patch of what was just read, on the condition that nobody wrote in between. A server-side apply would do it in
 * one request, but it makes an object that is gone anew.
 */
export class MergePatchFinalizers implements Finalizers {
  constructor(private readonly client: KubeClient) {}

  async add(resource: ResourceIdentity, finalizer: string, signal: AbortSignal): Promise<boolean> {
    const present = await this.read(resource, signal);
    if (present === undefined || present.deletionTimestamp !== undefined) return false;
    if (present.finalizers.includes(finalizer)) return true;
    return this.write(resource, present, [...present.finalizers, finalizer], signal);
  }

  async remove(resource: ResourceIdentity, finalizer: string, signal: AbortSignal): Promise<void> {
    const present = await this.read(resource, signal);
    if (present?.finalizers.includes(finalizer) !== true) return;
    const others = present.finalizers.filter((each) => each !== finalizer);
    await this.write(resource, present, others, signal);
  }

  /** Undefined: gone, or another object of that name by now. */
  private async read(resource: ResourceIdentity, signal: AbortSignal): Promise<Observed | undefined> {
    const request: KubeRequest = { verb: 'get', target: pathOf(resource), accept: MEDIA.metadata };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace') return undefined;
    if (answer.kind !== 'ok') throw unexpected(request, answer);
    const parsed = observed.safeParse(answer.body);
    if (!parsed.success) throw unavailable(request, 'answered with something that is not an object');
    return parsed.data.metadata.uid === resource.uid ? parsed.data.metadata : undefined;
  }

  private async write(
    resource: ResourceIdentity,
    { uid, resourceVersion }: Observed,
    finalizers: readonly string[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const request: KubeRequest = {
      verb: 'patch',
      target: pathOf(resource),
      accept: MEDIA.metadata,
      body: { contentType: MEDIA.mergePatch, value: { metadata: { uid, resourceVersion, finalizers } } },
    };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'ok') return true;
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace') return false;
    if (answer.kind !== 'conflict') throw unexpected(request, answer);
    throw retryable(
      'KubernetesUnavailable',
      `${resource.type.kind} ${resource.namespace}/${resource.name} changed meanwhile.`,
      {
        hint: 'It is read again.',
        retryAfterMs: READ_AGAIN_MS,
      },
    );
  }
}

function pathOf({ type, namespace, name }: ResourceIdentity): KubeRequest['target'] {
  return { type, namespace, name };
}
