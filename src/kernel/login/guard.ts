import {
  OperatorError,
  REASONS,
  retryable,
  terminal,
  type Clock,
  type ErrorDetails,
  type Log,
} from '../contracts/index.ts';
import { boundedMessage } from '../status/index.ts';

const LONGEST_MESSAGE = 1_024;
const LONGEST_WAIT_MS = 3_600_000;

/** Calls the code of one plugin of a third party. Whatever goes wrong leaves as an OperatorError that is fit to be shown. */
export class Guard {
  constructor(
    private readonly plugin: string,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** `step` says what the plugin does, for messages: "preparing a login". Throws terminal `PluginFailed`. */
  callNow<T>(step: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.failure(step, error, terminal);
    }
  }

  /**
   * Gives up after `limitMs`, and when `signal` aborts, with its reason; either aborts the signal that the plugin has. Throws what the plugin
   * throws by the contract, and retryable `PluginFailed`: most of what can go wrong in a call passes.
   */
  async call<T>(
    step: string,
    limitMs: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const limit = new AbortController();
    const follow = (): void => {
      limit.abort(signal.reason);
    };
    signal.addEventListener('abort', follow, { once: true });
    const timer = this.clock.timer(limitMs, () => {
      const seconds = limitMs / 1_000;
      limit.abort(retryable('PluginFailed', `Plugin ${this.plugin} gave no answer within ${seconds} s when ${step}.`));
    });
    const ended = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener('abort', () => {
        reject(limit.signal.reason instanceof Error ? limit.signal.reason : new DOMException('aborted', 'AbortError'));
      });
    });
    try {
      return await Promise.race([work(limit.signal), ended]);
    } catch (error) {
      // Whatever the plugin makes of its aborted signal, the reason counts.
      limit.signal.throwIfAborted();
      throw this.failure(step, error, retryable);
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', follow);
    }
  }

  private failure(step: string, error: unknown, make: typeof retryable): OperatorError {
    if (isByContract(error)) return presentable(error);
    // Not its message: the plugin may have put anything into it.
    this.log.warn('a plugin of a third party failed', { plugin: this.plugin, step, at: placeOf(error) });
    return make('PluginFailed', `Plugin ${this.plugin} failed when ${step}.`);
  }
}

function isByContract(error: unknown): error is OperatorError {
  return error instanceof OperatorError && Object.hasOwn(REASONS, error.reason) && typeof error.message === 'string';
}

/** The error without its cause, which is the plugin's own matter, and with all of it in bounds. */
function presentable({ disposition, reason, message, hint, retryAfterMs = 0 }: OperatorError): OperatorError {
  const details: ErrorDetails = {
    ...(typeof hint === 'string' && { hint: boundedMessage(hint, LONGEST_MESSAGE) }),
    ...(retryAfterMs > 0 && { retryAfterMs: Math.min(retryAfterMs, LONGEST_WAIT_MS) }),
  };
  const made = disposition === 'terminal' ? terminal : retryable;
  return made(reason, boundedMessage(message, LONGEST_MESSAGE), details);
}

/** Class of the error and where it was thrown; its stack begins with the message, which is left out. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = String(error.stack)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line));
  return [error.constructor.name, ...frames.slice(0, 3).map((line) => line.trim())].join(' ');
}
