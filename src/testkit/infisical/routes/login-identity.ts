import { Refusal } from '../era/index.ts';
import type { Identity, World } from '../state/index.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** The identity of that id and its setting for a login method. Throws if it is unknown or lacks the method. */
export function requireIdentity<M>(
  world: World,
  id: string,
  pick: (identity: Identity) => M | undefined,
): { identity: Identity; method: M } {
  // Anything else makes the server's database choke, which it reports as its own failure.
  if (!UUID.test(id)) throw new Refusal('identityIdMalformed', 'The identity id is no UUID');
  const identity = world.identity(id);
  const method = identity === undefined ? undefined : pick(identity);
  if (identity === undefined || method === undefined) {
    throw new Refusal('identityUnknown', 'There is no such identity, or it has no such login method');
  }
  return { identity, method };
}
