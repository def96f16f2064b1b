import { fromPromise, type PromiseActorLogic } from 'xstate';
import { openSession, type InfisicalSession, type Settings } from '#kernel';
import { compare, type CompareServices } from './compare.ts';
import type { PassContext } from './machine.ts';
import type { Comparison, PushResult, Withdrawal } from './outcomes.ts';
import { push, type PushServices } from './push.ts';
import { withdraw } from './withdraw.ts';
import type { Work } from './work.ts';

/** What the actors work with; all of it interfaces of the kernel. */
export interface ActorServices extends CompareServices, PushServices {
  readonly settings: Settings;
}

/** The actors of the machine, each for one pass. */
export interface Actors {
  readonly authenticate: PromiseActorLogic<InfisicalSession, undefined>;
  readonly fetch: PromiseActorLogic<Comparison, InfisicalSession | undefined>;
  readonly write: PromiseActorLogic<PushResult, Pick<PassContext, 'session' | 'comparison'>>;
  readonly withdraw: PromiseActorLogic<Withdrawal, Pick<PassContext, 'session' | 'comparison'>>;
}

/** The real actors. Each passes on the signal of its state: leaving the state aborts the call. */
export function makeActors(services: ActorServices, work: Work): Actors {
  return {
    authenticate: fromPromise(({ signal }) => openSession(work.access, services.settings, work.spec(), signal)),
    fetch: fromPromise(({ input, signal }) => compare(services, work, given(input), signal)),
    write: fromPromise(({ input: { session, comparison }, signal }) =>
      push(services, work, given(session), given(comparison), signal),
    ),
    withdraw: fromPromise(({ input: { session, comparison }, signal }) =>
      withdraw(services, work, given(session), comparison, signal),
    ),
  };
}

function given<T>(input: T | undefined): T {
  if (input === undefined) throw new Error('a state was entered without what the one before it gives');
  return input;
}
