import { cloudUnavailable, type CloudAnswer, type CloudCall, type Platform } from '#kernel';

/** What a platform has; what is left out is not there. */
export interface FakePlatformOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Text by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Answers calls; a thrown error is what the call rejects with. Nobody answers unless given. */
  readonly answer?: (call: CloudCall) => Partial<CloudAnswer>;
}

/** A platform out of tables. Keeps the calls and the paths that were asked for. */
export class FakePlatform implements Platform {
  readonly calls: CloudCall[] = [];
  readonly reads: string[] = [];

  constructor(private readonly options: FakePlatformOptions = {}) {}

  variable(name: string): string | undefined {
    const value = this.options.variables?.[name];
    return value === '' ? undefined : value;
  }

  async file(path: string, signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    this.reads.push(path);
    return Promise.resolve(this.options.files?.[path]);
  }

  async call(call: CloudCall, signal: AbortSignal): Promise<CloudAnswer> {
    signal.throwIfAborted();
    this.calls.push(call);
    const { answer } = this.options;
    if (answer === undefined) throw cloudUnavailable(call, 'nobody answers');
    return Promise.resolve({ status: 200, headers: {}, body: '', ...answer(call) });
  }
}
