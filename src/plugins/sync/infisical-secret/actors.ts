import { fromPromise, type PromiseActorLogic } from 'xstate';
import { openSession, terminal, type InfisicalSession, type OperatorError, type Settings } from '#kernel';
import type { InstantUpdates } from './instant-updates.ts';
import type { ReloadInput } from './machine.ts';
import type { Comparison } from './plan.ts';
import { reloadWorkloads, type ReloadResult, type ReloadServices } from './reload/index.ts';
import { reloadTargets } from './reload-targets.ts';
import type { InfisicalSecretSpec } from './spec-parse.ts';
import { compareTargets, writeTargets, type TargetServices } from './targets.ts';
import type { Work } from './work.ts';
import type { WriteResult } from './write-result.ts';

/** What the actors work with; all of it interfaces of the kernel. */
export interface ActorServices extends TargetServices, ReloadServices {
  readonly settings: Settings;
  readonly instantUpdates: Pick<InstantUpdates, 'follow'>;
}

/** The actors of the machine, each for one pass. */
export interface Actors {
  readonly authenticate: PromiseActorLogic<InfisicalSession, undefined>;
  readonly fetch: PromiseActorLogic<Comparison, InfisicalSession | undefined>;
  readonly write: PromiseActorLogic<WriteResult, Comparison | undefined>;
  readonly reload: PromiseActorLogic<ReloadResult, ReloadInput>;
}

/** The real actors. Each passes on the signal of its state: leaving the state aborts the call. */
export function makeActors(services: ActorServices, work: Work): Actors {
  return {
    authenticate: fromPromise(({ signal }) => openSession(work.access, services.settings, work.spec(), signal)),
    fetch: fromPromise(({ input, signal }) => fetch(services, work, given(input), signal)),
    write: fromPromise(({ input, signal }) => writeTargets(services, work, given(input), signal)),
    reload: fromPromise(({ input: { comparison, written }, signal }) =>
      reloadWorkloads(services, reloadTargets(comparison, written, work.inventory), work.workloadsBehind, signal),
    ),
  };
}

async function fetch(
  services: ActorServices,
  work: Work,
  session: InfisicalSession,
  signal: AbortSignal,
): Promise<Comparison> {
  const spec = work.spec();
  // Before the read: no change must fall between the two.
  await services.instantUpdates.follow(work, session, signal);
  const snapshot = await session.read(spec.method.scope, { maxAgeMs: work.maxAgeMs }, signal);
  if (snapshot.secrets.length === 0 && spec.emptyPolicy === 'Keep') throw emptySource(spec);
  return compareTargets(services, work, snapshot, signal);
}

/** An answer without any secret is not taken for the wish to empty the targets, unless the spec says so. */
export function emptySource({ method }: InfisicalSecretSpec): OperatorError {
  const { environment = 'its environment', path } = method.scope;
  return terminal(
    'EmptySource',
    `Infisical has no secret in ${path} of ${environment}; the targets stay as they are.`,
    {
      hint: 'Check envSlug and secretsPath, or set spec.emptyPolicy: Allow.',
    },
  );
}

function given<T>(input: T | undefined): T {
  if (input === undefined) throw new Error('a state was entered without what the one before it gives');
  return input;
}
