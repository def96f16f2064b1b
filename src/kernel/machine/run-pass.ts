import { createActor, type AnyStateMachine, type InputFrom, type OutputFrom } from 'xstate';
import type { Clock } from '../contracts/index.ts';
import { asOperatorError } from '../contracts/index.ts';

/** Every machine takes this event in every state: the pass has used up its time. */
export interface DeadlineEvent {
  readonly type: 'deadline';
}

/** How one pass of a machine is run. */
export interface PassOptions<Machine extends AnyStateMachine> {
  readonly machine: Machine;
  readonly input: InputFrom<Machine>;
  /** Aborted: the machine is stopped, which aborts what it invoked; the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Milliseconds after which the machine gets a `deadline` event. */
  readonly deadlineMs: number;
  /** Called with each state entered, the first included. Must not throw. */
  onState?(state: string): void;
}

/** Where a pass came to rest. */
export interface PassEnd<Machine extends AnyStateMachine> {
  readonly state: string;
  readonly output: OutputFrom<Machine>;
}

/**
 * Runs one actor from its start to a final state. The machine holds no time of its own, so the deadline is an event like others and leads to
 * a resting state of the machine's choice. Rejects when the signal aborts, or with an OperatorError when the machine itself broke.
 */
export function runPass<Machine extends AnyStateMachine>(options: PassOptions<Machine>): Promise<PassEnd<Machine>> {
  const { machine, input, signal, clock, deadlineMs } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    const actor = createActor<AnyStateMachine>(machine, { input });
    const deadline = clock.timer(deadlineMs, () => {
      actor.send({ type: 'deadline' });
    });
    const finish = (settle: () => void): void => {
      deadline.cancel();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = (): void => {
      // Before the stop: a stopped actor also reports that it is complete, which must not pass for an outcome.
      finish(() => {
        reject(abortReason(signal));
      });
      actor.stop();
    };
    signal.addEventListener('abort', abort, { once: true });
    let last: string | undefined;
    // Without an error observer a rejected promise of the machine would end the process.
    actor.subscribe({
      next: (snapshot) => {
        const state = String(snapshot.value);
        if (state === last) return;
        last = state;
        options.onState?.(state);
      },
      complete: () => {
        const snapshot = actor.getSnapshot();
        finish(() => {
          resolve({ state: String(snapshot.value), output: snapshot.output as OutputFrom<Machine> });
        });
      },
      error: (error) => {
        finish(() => {
          reject(asOperatorError(error));
        });
      },
    });
    actor.start();
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('The pass was stopped.', 'AbortError');
}
