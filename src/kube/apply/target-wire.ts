import { terminal, formatKey, type ObjectKey, type OperatorError } from '#kernel';
import {
  CORE_TYPES,
  MEDIA,
  unavailable,
  unexpected,
  type KubeClient,
  type KubeRefusal,
  type KubeRequest,
} from '../client/index.ts';
import { FIELD_MANAGERS, observedObjectOf, type ObservedObject } from '../objects/index.ts';
import type { TargetKind } from './target-kind.ts';

/** What a write came to, as far as the object itself decides it. */
export type WireResult =
  | { readonly kind: 'written'; readonly created: boolean; readonly object: ObservedObject }
  /** Nothing is wrong with it but its `type`, which the object that is there cannot change. */
  | { readonly kind: 'other-type' }
  | Conflict
  | NotFound;
type Conflict = Extract<KubeRefusal, { kind: 'conflict' }>;
type NotFound = Extract<KubeRefusal, { kind: 'not-found' }>;

/** The requests behind a target: who asks for metadata only, and turns what no logic can mend into errors. */
export class TargetWire {
  constructor(
    private readonly client: KubeClient,
    readonly kind: TargetKind,
  ) {}

  /** Server-side apply as the field manager of targets. Throws terminal `TargetInvalid`, `TargetNamespaceNotFound`. */
  async apply(key: ObjectKey, body: object, force: boolean, signal: AbortSignal): Promise<WireResult> {
    return this.patch(key, MEDIA.apply, body, { force: String(force) }, signal);
  }

  /** JSON merge patch. It names the same field manager, but owns nothing, as it only removes. */
  async merge(key: ObjectKey, body: object, signal: AbortSignal): Promise<WireResult> {
    return this.patch(key, MEDIA.mergePatch, body, {}, signal);
  }

  /** Deletes the object with this uid; `false` when there is none. */
  async delete(key: ObjectKey, uid: string, signal: AbortSignal): Promise<boolean> {
    const request: KubeRequest = {
      verb: 'delete',
      target: this.target(key),
      // An object that finalizers hold back is sent in the answer: without its values, please.
      accept: MEDIA.metadata,
      body: {
        contentType: MEDIA.json,
        value: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid }, propagationPolicy: 'Background' },
      },
    };
    const answer = await this.client.request(request, signal);
    if (answer.kind === 'ok') return true;
    if (answer.kind === 'not-found' || answer.kind === 'no-namespace' || answer.kind === 'conflict') return false;
    throw unexpected(request, answer);
  }

  private async patch(
    key: ObjectKey,
    contentType: string,
    value: object,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<WireResult> {
    const request: KubeRequest = {
      verb: 'patch',
      target: this.target(key),
      query: { fieldManager: FIELD_MANAGERS.targets, ...query },
      accept: MEDIA.metadata,
      body: { contentType, value },
    };
    const answer = await this.client.request(request, signal);
    switch (answer.kind) {
      case 'ok': {
        const object = observedObjectOf(answer.body, FIELD_MANAGERS.targets);
        if (object === undefined) throw unavailable(request, 'answered with something that is not an object');
        return { kind: 'written', created: answer.created, object };
      }
      case 'conflict':
      case 'not-found':
        return answer;
      case 'no-namespace':
        throw this.namespaceNotFound(key);
      case 'invalid':
        if (answer.immutable.length === 1 && answer.immutable[0] === 'type') return { kind: 'other-type' };
        throw terminal('TargetInvalid', `${this.describe(key)} was refused by the API server: ${answer.message}.`);
      case 'gone':
        throw unexpected(request, answer);
    }
  }

  /** `Secret shop/db`. */
  describe(key: ObjectKey): string {
    return `${this.kind} ${formatKey(key)}`;
  }

  /** The error for a namespace that is not there. */
  namespaceNotFound(key: ObjectKey): OperatorError {
    return terminal(
      'TargetNamespaceNotFound',
      `${this.describe(key)} cannot be written: namespace ${key.namespace} does not exist or is being deleted.`,
    );
  }

  private target(key: ObjectKey): KubeRequest['target'] {
    return { type: CORE_TYPES[this.kind], namespace: key.namespace, name: key.name };
  }
}
