import { OperatorError, retryable } from '#kernel';
import { PluginThread, type ThreadTools } from './plugin-thread.ts';
import type { PlainRequest, Step } from './protocol.ts';
import type { CallServices } from './services.ts';
import type { ThreadCode } from './thread-code.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Keeps a thread for a plugin: the first call starts it, and the first one after its end starts the next. */
export class PluginRunner {
  private thread: PluginThread | undefined;
  private closed = false;
  /** Why the code could not be loaded, how often in a row, and when to try again. */
  private broken: { readonly error: OperatorError; readonly times: number; readonly untilMs: number } | undefined;

  constructor(
    private readonly code: ThreadCode,
    private readonly tools: ThreadTools,
  ) {}

  /** Loads the code in the background, so that the log tells at once when it cannot be loaded. */
  start(): void {
    this.running().then(
      () => {
        this.tools.log.info('a plugin is loaded', { plugin: this.code.manifest.id });
      },
      () => undefined,
    );
  }

  /** As `PluginThread.call`, and retryable `PluginFailed` while the code cannot be loaded. */
  async call(step: Step, request: PlainRequest, services: CallServices, signal: AbortSignal): Promise<unknown> {
    const thread = await this.running();
    return thread.call(step, request, services, signal);
  }

  /** Ends the thread. There are no more calls. */
  async close(): Promise<void> {
    this.closed = true;
    await this.thread?.close();
  }

  private async running(): Promise<PluginThread> {
    const { manifest } = this.code;
    if (this.closed) throw retryable('PluginFailed', `Plugin ${manifest.id} was stopped.`);
    const { broken } = this;
    if (broken !== undefined && this.thread === undefined) {
      const waitMs = broken.untilMs - this.tools.clock.monotonic();
      if (waitMs > 0) throw retryable('PluginFailed', broken.error.message, { retryAfterMs: waitMs });
    }
    const thread = (this.thread ??= new PluginThread(this.code, this.tools, (error) => {
      this.thread = undefined;
      if (!this.closed)
        this.tools.log.warn('the thread of a plugin ended', { plugin: manifest.id, why: error.message });
    }));
    try {
      await thread.ready;
      this.broken = undefined;
      return thread;
    } catch (error) {
      if (error instanceof OperatorError) this.noteBroken(error);
      throw error;
    }
  }

  /** All who wait for the same thread come here; its failure counts once. */
  private noteBroken(error: OperatorError): void {
    if (this.broken?.error === error) return;
    const times = (this.broken?.times ?? 0) + 1;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (times - 1));
    this.broken = { error, times, untilMs: this.tools.clock.monotonic() + waitMs };
  }
}
