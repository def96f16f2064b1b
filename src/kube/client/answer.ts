import type { ResourcePath } from './resource-path.ts';

/** What is done, in RBAC's words. A server-side apply is a `patch`. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** One call to the API server. */
export interface KubeRequest {
  readonly verb: Verb;
  readonly target: ResourcePath;
  readonly query?: Readonly<Record<string, string>>;
  /** Default: JSON of the whole object. */
  readonly accept?: string;
  readonly body?: { readonly contentType: string; readonly value: object };
  /** Longest time for the whole call, answer included; default 15 s. */
  readonly timeoutMs?: number;
}

/** Answers that mean something to callers; every other failure is thrown as an OperatorError. */
export type KubeRefusal =
  /** No such object; for a list or watch: no such resource, for example a CRD that is not installed yet. */
  | { readonly kind: 'not-found' }
  /** The namespace does not exist or is being deleted. */
  | { readonly kind: 'no-namespace' }
  /**
   * `exists`: the name is taken; `managers`: another field manager owns a field with another value; `stale`:
   * resourceVersion or uid is not the present one.
   */
  | { readonly kind: 'conflict'; readonly cause: 'exists' | 'managers' | 'stale' }
  /** The resourceVersion or continue token is too old. */
  | { readonly kind: 'gone' }
  /**
   * The object was refused by validation; the message names fields and never a value. `immutable`: the fields that cannot change once an
   * object exists, where nothing else was wrong.
   */
  | { readonly kind: 'invalid'; readonly message: string; readonly immutable: readonly string[] };

/** An answer to a request. */
export type KubeAnswer = { readonly kind: 'ok'; readonly created: boolean; readonly body: unknown } | KubeRefusal;

/** An answer to a watch: the stream, as it comes. Ends when the server ends it; throws when it breaks or is aborted. */
export type WatchAnswer = { readonly kind: 'ok'; readonly chunks: AsyncIterable<Uint8Array> } | KubeRefusal;
