import type { Access, CustomResource, ResourceIdentity } from '#kernel';
import type { InfisicalSecretSpec } from './spec-parse.ts';
import type { BehindRecord } from './reload/index.ts';
import type { TargetRecord } from './write-result.ts';

/** One pass's share of the world: the object and what it was parsed to. */
export interface Work {
  readonly object: CustomResource;
  readonly identity: ResourceIdentity;
  readonly access: Access;
  /** The parsed spec; throws terminal `InvalidSpec`. */
  spec(): InfisicalSecretSpec;
  /** Milliseconds between two reads of the source. */
  readonly intervalMs: number;
  /** Every target that earlier passes wrote and did not clear up, as the status tells. */
  readonly inventory: readonly TargetRecord[];
  /** Workloads that earlier passes left with older data, as the status tells. */
  readonly workloadsBehind: readonly BehindRecord[];
  /** A forced sync that was not handled yet: the value of its annotation. */
  readonly force: string | undefined;
  /** A read that began no longer ago than this is good enough; 0 for a forced sync, which asks Infisical even when one is at hand. */
  readonly maxAgeMs: number;
}
