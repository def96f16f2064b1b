import type { ChildProcess } from 'node:child_process';
import {
  OperatorError,
  REASONS,
  retryable,
  terminal,
  type Clock,
  type ErrorDetails,
  type Log,
  type Reason,
  type Timer,
} from '#kernel';
import { placeIn, PluginCodeError } from './plugin-code-error.ts';
import {
  Message,
  type FromProcess,
  type PlainError,
  type PlainRequest,
  type Step,
  type ToProcess,
} from './protocol.ts';
import { Redactor } from './redactor.ts';
import { answer, type CallServices } from './services.ts';
import { deferred, type Deferred } from './deferred.ts';
import { MOST_MB, killProcess, residentMb, startProcess } from './start-process.ts';
import type { PluginCode } from './plugin-code.ts';

/** Time to import the code of a plugin. */
const LOAD_MS = 10_000;
/** Time to end a call that was aborted. A plugin that heeds its signal needs none; one that runs in circles never hears of it. */
const GRACE_MS = 2_000;
const MEMORY_MS = 1_000;
const MOST_SERVICE_CALLS = 32;

/** What a process works with. */
export interface ProcessTools {
  readonly clock: Clock;
  readonly log: Log;
}

interface Call {
  readonly services: CallServices;
  /** Aborted when the call has ended, however it did. */
  readonly ended: AbortController;
  /** Errors of services by number, to be thrown as they were when the plugin gives them on. */
  readonly errors: Map<number, unknown>;
  open: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One process that runs one plugin, from its start to its end; there is no second start. Rejects with retryable `PluginFailed` what it leaves undone. */
export class PluginProcess {
  /** Resolves when the plugin is loaded; rejects with `PluginFailed` when it cannot be. */
  readonly ready: Promise<void>;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private readonly calls = new Map<number, Call>();
  private readonly redactor = new Redactor();
  private readonly loading: Deferred<undefined>;
  private readonly loadTimer: Timer;
  private memoryTimer: Timer | undefined;
  private lastCall = 0;
  private printed = false;
  private end: OperatorError | undefined;

  constructor(
    private readonly code: PluginCode,
    private readonly tools: ProcessTools,
    private readonly onEnd: (error: OperatorError) => void,
  ) {
    this.loading = deferred<undefined>();
    this.ready = this.loading.promise;
    // Somebody may ask only later.
    this.ready.catch(() => undefined);
    this.child = startProcess(code);
    this.gone = new Promise((resolve) => {
      this.child.once('exit', () => {
        resolve();
      });
      this.child.once('error', () => {
        resolve();
      });
    });
    this.loadTimer = tools.clock.timer(LOAD_MS, () => {
      this.stop(`did not load within ${LOAD_MS / 1_000} s`);
    });
    for (const value of Object.values(code.env)) this.redactor.learn(value);
    this.listen();
    this.post({ kind: 'start', data: code.data });
    this.watchMemory();
  }

  /**
   * Calls the plugin. Gives what it gave, which may be anything. Throws the errors that it threw by the contract, its messages cleaned; those of services
   * that it gave on, as they were; `PluginCodeError` for any other, and the reason of `signal`.
   */
  async call(step: Step, request: PlainRequest, services: CallServices, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    if (this.end !== undefined) throw this.end;
    const id = (this.lastCall += 1);
    const ended = new AbortController();
    const { promise, resolve, reject } = deferred<unknown>();
    this.calls.set(id, { services, ended, errors: new Map(), open: 0, resolve, reject });
    const abort = (): void => {
      this.abandon(id, signal);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.post({ kind: 'call', id, step, request });
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Ends the process; what runs in it is rejected. */
  async close(): Promise<void> {
    this.stop('was stopped');
    await this.gone;
  }

  private listen(): void {
    const { child } = this;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('error', () => undefined);
      stream?.on('data', () => {
        this.tellPrinted();
      });
    }
    child.on('message', (message: unknown) => {
      this.take(message);
    });
    child.on('error', () => {
      this.stop('could not be started, or not be spoken to');
    });
    child.on('disconnect', () => {
      // Most times it has ended, and how it did is told in a moment.
      this.tools.clock.timer(GRACE_MS, () => {
        this.stop('has hung up');
      });
    });
    child.on('exit', (code, signal) => {
      const how = signal === null ? `with code ${code ?? 0}` : `by the signal ${signal}`;
      this.stop(
        signal === 'SIGABRT' ? 'broke off, as it does when it uses too much memory' : `ended by itself, ${how}`,
      );
    });
  }

  /** The limit of the heap does not count all; where the system tells, this does. */
  private watchMemory(): void {
    this.memoryTimer = this.tools.clock.timer(MEMORY_MS, () => {
      void residentMb(this.child).then((resident = 0) => {
        if (this.end !== undefined) return;
        if (resident > MOST_MB) this.stop(`used too much memory, more than ${MOST_MB} MB`);
        else this.watchMemory();
      });
    });
  }

  private abandon(id: number, signal: AbortSignal): void {
    const call = this.calls.get(id);
    if (call === undefined) return;
    const reason: unknown = signal.reason;
    call.reject(reason instanceof Error ? reason : new DOMException('aborted', 'AbortError'));
    call.ended.abort(reason);
    this.post({ kind: 'abort', id });
    this.tools.clock.timer(GRACE_MS, () => {
      if (this.calls.has(id)) this.stop('did not end a call that was given up');
    });
  }

  private take(given: unknown): void {
    if (this.end !== undefined) return;
    const { data: message } = Message.safeParse(given);
    if (message === undefined) {
      this.stop('sent what is none of the protocol');
      return;
    }
    switch (message.kind) {
      case 'ready':
        this.loadTimer.cancel();
        this.loading.resolve(undefined);
        return;
      case 'broken': {
        const { refused, stack } = message;
        const at = placeIn(stack, this.code.manifest);
        const where = at === '' ? '' : `, at ${at}`;
        this.stop(
          refused === ''
            ? `failed when its code was loaded${where}`
            : `imports ${JSON.stringify(refused)}, which is neither a file of its own nor asked for in its manifest${where}`,
        );
        return;
      }
      case 'service':
        void this.serve(message);
        return;
      case 'result':
        this.endCall(message.id)?.resolve(message.value);
        return;
      case 'failed':
        this.endCall(message.id)?.reject(this.presentable(message.error));
        return;
      case 'passed-on': {
        const call = this.endCall(message.id);
        call?.reject(call.errors.get(message.service) ?? new PluginCodeError(''));
        return;
      }
      case 'threw':
        this.endCall(message.id)?.reject(new PluginCodeError(placeIn(message.stack, this.code.manifest)));
    }
  }

  private endCall(id: number): Call | undefined {
    const call = this.calls.get(id);
    this.calls.delete(id);
    call?.ended.abort(new DOMException('The call has ended.', 'AbortError'));
    return call;
  }

  private async serve({ id, service, call: asked }: FromProcess & { readonly kind: 'service' }): Promise<void> {
    const call = this.calls.get(id);
    if (call === undefined) return;
    if ((call.open += 1) > MOST_SERVICE_CALLS) {
      this.stop('calls too much at once');
      return;
    }
    try {
      const { needs } = this.code;
      const value = await answer(asked, call.services, needs, this.redactor, call.ended.signal);
      this.post({ kind: 'answer', service, value });
    } catch (error) {
      call.errors.set(service, error);
      this.post({ kind: 'refusal', service, error: plain(error) });
    } finally {
      call.open -= 1;
    }
  }

  /** What the plugin says, in its name and without what it was given; a reason that is none of the list is a fault. */
  private presentable({ disposition, reason, message, hint, retryAfterMs }: PlainError): Error {
    if (!isReason(reason)) return new PluginCodeError('');
    const details: ErrorDetails = {
      ...(hint !== undefined && { hint: this.redactor.clean(hint) }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    const text = `Plugin ${this.code.manifest.id}: ${this.redactor.clean(message)}`;
    return disposition === 'terminal' ? terminal(reason, text, details) : retryable(reason, text, details);
  }

  private post(message: ToProcess): void {
    // What cannot be sent is told by the end of the process.
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** What it prints is shown to nobody: it may be anything that the plugin was given. */
  private tellPrinted(): void {
    if (this.printed) return;
    this.printed = true;
    this.tools.log.warn('a plugin prints; what it prints is thrown away', { plugin: this.code.manifest.id });
  }

  /** Ends everything, once. `what` completes "Plugin x ...". */
  private stop(what: string): void {
    if (this.end !== undefined) return;
    const error = retryable('PluginFailed', `Plugin ${this.code.manifest.id} ${what}.`);
    this.end = error;
    this.loadTimer.cancel();
    this.loading.reject(error);
    for (const id of [...this.calls.keys()]) this.endCall(id)?.reject(error);
    this.memoryTimer?.cancel();
    killProcess(this.child);
    this.onEnd(error);
  }
}

function isReason(reason: string): reason is Reason {
  return Object.hasOwn(REASONS, reason);
}

function plain(error: unknown): PlainError {
  if (error instanceof OperatorError) {
    const { disposition, reason, message, hint, retryAfterMs } = error;
    return { disposition, reason, message, hint, retryAfterMs };
  }
  return { disposition: 'terminal', reason: 'PluginFailed', message: 'The service could not be used.' };
}
