import type { ResourceIdentity, CustomResource } from '#kernel';
import type { InfisicalSecretSpec } from './spec-parse.ts';

/** One pass's share of the world: the object and what it was parsed to. */
export interface Work {
  readonly object: CustomResource;
  readonly identity: ResourceIdentity;
  /** The parsed spec; throws terminal `InvalidSpec`. */
  spec(): InfisicalSecretSpec;
  /** Milliseconds between two reads of the source. */
  readonly intervalMs: number;
  /** Asks Infisical even when a read is at hand: a forced sync that was not handled yet. */
  readonly forced: boolean;
}
