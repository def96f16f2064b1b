import type { Clock, CustomResource, Log } from '#kernel';
import { isState, type State } from './machine.ts';
import type { PreviousStatus } from './status-report.ts';

/** A pass that takes longer says so in the status. */
const SLOW_PASS_MS = 2_000;

/** Watches one pass. */
export interface SlowPass {
  /** The pass has entered a state. */
  entered(state: string): void;
  /** The pass has ended; resolves when nothing is written on its behalf any more. */
  finish(): Promise<void>;
}

/** Calls `tell` with the state of a pass that is still running after two seconds. A failure to tell is no failure of the pass. */
export function watchSlowPass(clock: Clock, log: Log, tell: (state: State) => Promise<unknown>): SlowPass {
  let current: State = 'authenticating';
  let telling: Promise<unknown> = Promise.resolve();
  const timer = clock.timer(SLOW_PASS_MS, () => {
    telling = tell(current).catch((error: unknown) => {
      log.debug('the status of a slow pass could not be written', { error });
    });
  });
  return {
    entered: (state) => {
      if (isState(state)) current = state;
    },
    finish: async () => {
      timer.cancel();
      await telling;
    },
  };
}

/** Whether the status tells already that this version of the object could not be brought about: that it is tried again was to be expected. */
export function hasFailed({ conditions }: PreviousStatus, { metadata }: CustomResource): boolean {
  return conditions.some(
    ({ type, status, observedGeneration }) =>
      type === 'Ready' && status === 'False' && observedGeneration === metadata.generation,
  );
}
