import type { ObjectKey } from '#kernel';
import {
  LEASE_TYPE,
  MEDIA,
  apiVersionOf,
  unavailable,
  unexpected,
  type KubeAnswer,
  type KubeClient,
  type KubeRequest,
} from '../client/index.ts';
import { parseLease, type Lease } from './lease-record.ts';

/**
 * The requests behind an election: each short, so that a hanging server is noticed while there is time to try again.
 */
export class LeaseLock {
  constructor(
    private readonly client: KubeClient,
    private readonly key: ObjectKey,
    private readonly timeoutMs: number,
  ) {}

  /** Undefined: there is none yet. */
  async read(signal: AbortSignal): Promise<Lease | undefined> {
    const request: KubeRequest = {
      verb: 'get',
      target: { type: LEASE_TYPE, ...this.key },
      timeoutMs: this.timeoutMs,
    };
    const answer = await this.client.request(request, signal);
    return answer.kind === 'not-found' ? undefined : lease(request, answer);
  }

  /** Undefined: somebody else was first. */
  async create(spec: object, signal: AbortSignal): Promise<Lease | undefined> {
    const { namespace } = this.key;
    return this.write('create', { type: LEASE_TYPE, namespace }, { metadata: this.key, spec }, signal);
  }

  /** Replaces what was read, and only that: undefined when it has been changed meanwhile, or is gone. */
  async update(read: Lease, spec: object, signal: AbortSignal): Promise<Lease | undefined> {
    return this.write('update', { type: LEASE_TYPE, ...this.key }, { ...read, spec }, signal);
  }

  private async write(
    verb: 'create' | 'update',
    target: KubeRequest['target'],
    content: object,
    signal: AbortSignal,
  ): Promise<Lease | undefined> {
    const value = { ...content, apiVersion: apiVersionOf(LEASE_TYPE), kind: LEASE_TYPE.kind };
    const request: KubeRequest = {
      verb,
      target,
      body: { contentType: MEDIA.json, value },
      timeoutMs: this.timeoutMs,
    };
    const answer = await this.client.request(request, signal);
    return answer.kind === 'conflict' || answer.kind === 'not-found' ? undefined : lease(request, answer);
  }
}

function lease(request: KubeRequest, answer: KubeAnswer): Lease {
  if (answer.kind !== 'ok') throw unexpected(request, answer);
  const parsed = parseLease(answer.body);
  if (parsed === undefined) throw unavailable(request, 'answered with something that is not a Lease');
  return parsed;
}
