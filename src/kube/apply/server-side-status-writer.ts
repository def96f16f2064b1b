import { z } from 'zod';
import type { ResourceIdentity, StatusWriter } from '#kernel';
import { MEDIA, apiVersionOf, unavailable, unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';
import { FIELD_MANAGERS } from '../objects/index.ts';

const versioned = z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) });

/** Writes status by server-side apply, forced: nobody else has a say in the conditions of the operator. */
export class ServerSideStatusWriter implements StatusWriter {
  constructor(private readonly client: KubeClient) {}

  async apply(resource: ResourceIdentity, status: object, signal: AbortSignal): Promise<string | undefined> {
    const { type, namespace, name } = resource;
    const request: KubeRequest = {
      verb: 'patch',
      target: { type, namespace, name, subresource: 'status' },
      query: { fieldManager: FIELD_MANAGERS.status, force: 'true' },
      accept: MEDIA.metadata,
      body: {
        contentType: MEDIA.apply,
        // No uid: the API server does not check it on the status subresource. A resource that was deleted and made anew
        // meanwhile has its own pass coming, which puts its own status there.
        value: { apiVersion: apiVersionOf(type), kind: type.kind, metadata: { namespace, name }, status },
      },
    };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace') return undefined;
    if (answer.kind !== 'ok') throw unexpected(request, answer);
    const parsed = versioned.safeParse(answer.body);
    if (!parsed.success) throw unavailable(request, 'answered with something that is not an object');
    return parsed.data.metadata.resourceVersion;
  }
}
