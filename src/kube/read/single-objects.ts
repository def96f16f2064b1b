import { z } from 'zod';
import type { ClusterObjects, ResourceType } from '#kernel';
import { unavailable, unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';

const Stored = z.looseObject({ spec: z.unknown() });

/** Objects without a namespace, each by one request: nothing is watched and nothing is kept. */
export class SingleObjects implements ClusterObjects {
  constructor(private readonly client: KubeClient) {}

  async specOf(type: ResourceType, name: string, signal: AbortSignal): Promise<{ readonly spec: unknown } | undefined> {
    const request: KubeRequest = { verb: 'get', target: { type, name } };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace') return undefined;
    if (answer.kind !== 'ok') throw unexpected(request, answer);
    const stored = Stored.safeParse(answer.body);
    if (!stored.success) throw unavailable(request, `answered with something that is not a ${type.kind}`);
    return { spec: stored.data.spec };
  }
}
