import {
  OperatorError,
  cloudUnavailable,
  retryable,
  type Clock,
  type CloudAnswer,
  type CloudCall,
  type Platform,
} from '#kernel';
import { exchange } from './exchange.ts';
import { readBoundedFile } from './read-bounded-file.ts';

const CALL_TIMEOUT_MS = 5_000;
const FILE_TIMEOUT_MS = 5_000;
const MOST_BYTES = 256 * 1_024;

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The platform of a process of Node.js. Keeps nothing open between calls. */
export class NodePlatform implements Platform {
  /** `environment` is read at each call: a later change of it counts. */
  constructor(
    private readonly clock: Clock,
    private readonly environment: Environment,
  ) {}

  variable(name: string): string | undefined {
    const value = this.environment[name];
    return value === '' ? undefined : value;
  }

  async file(path: string, signal: AbortSignal): Promise<string | undefined> {
    const late = (): OperatorError =>
      retryable(
        'CloudUnavailable',
        `File ${path} of the operator's container could not be read in ${FILE_TIMEOUT_MS} ms.`,
      );
    return this.within(FILE_TIMEOUT_MS, signal, late, () => readBoundedFile(path, MOST_BYTES));
  }

  async call(call: CloudCall, signal: AbortSignal): Promise<CloudAnswer> {
    const { timeoutMs = CALL_TIMEOUT_MS } = call;
    const late = (): OperatorError => cloudUnavailable(call, `no answer within ${timeoutMs} ms`);
    return this.within(timeoutMs, signal, late, async (any) => {
      try {
        return await exchange(call, any, MOST_BYTES);
      } catch (error) {
        if (error instanceof OperatorError) throw error;
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
        throw cloudUnavailable(call, code, { cause: error });
      }
    });
  }

  /** Work with a limit: ends when the work does, when the time is over or when `signal` fires, even where the work heeds neither. */
  private async within<T>(
    limitMs: number,
    signal: AbortSignal,
    late: () => OperatorError,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const timeout = new AbortController();
    const timer = this.clock.timer(limitMs, () => {
      timeout.abort(late());
    });
    const any = AbortSignal.any([signal, timeout.signal]);
    let end = (): void => undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      end = () => {
        // What an abort makes of the work's own error does not matter; who aborted does.
        const reason: unknown = any.reason;
        reject(reason instanceof Error ? reason : new DOMException('The call was aborted.', 'AbortError'));
      };
    });
    any.addEventListener('abort', end, { once: true });
    try {
      return await Promise.race([ended, work(any)]);
    } finally {
      timer.cancel();
      any.removeEventListener('abort', end);
    }
  }
}
