import type { Access, CustomResource, ResourceIdentity } from '#kernel';
import type { Places, RecordedPlaces } from './places.ts';
import type { InfisicalPushSecretSpec } from './spec-parse.ts';

/** One pass's share of the world: the object and what it was parsed to. */
export interface Work {
  readonly object: CustomResource;
  readonly identity: ResourceIdentity;
  readonly access: Access;
  /** The parsed spec; throws terminal `InvalidSpec`. */
  spec(): InfisicalPushSecretSpec;
  /** Milliseconds between two looks at the destination. */
  readonly intervalMs: number;
  /** Where earlier passes have pushed to, as the status tells. */
  readonly recorded: RecordedPlaces;
  /** The writes that wait for an approval, as the status tells. */
  readonly pendingApproval: string | undefined;
  /** A forced sync that was not handled yet: the value of its annotation. */
  readonly force: string | undefined;
  /** Puts the places on record before anything is written there. Throws what the write of the status throws. */
  record(places: Places): Promise<void>;
}
