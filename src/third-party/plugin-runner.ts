import { OperatorError, retryable } from '#kernel';
import { PluginProcess, type ProcessTools } from './plugin-process.ts';
import type { PlainRequest, Step } from './protocol.ts';
import type { CallServices } from './services.ts';
import type { PluginCode } from './plugin-code.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Keeps a process for a plugin: the first call starts it, and the first one after its end starts the next. */
export class PluginRunner {
  private running: PluginProcess | undefined;
  private closed = false;
  /** Why the code could not be loaded, how often in a row, and when to try again. */
  private broken: { readonly error: OperatorError; readonly times: number; readonly untilMs: number } | undefined;

  constructor(
    private readonly code: PluginCode,
    private readonly tools: ProcessTools,
  ) {}

  /** Loads the code in the background, so that the log tells at once when it cannot be loaded. */
  start(): void {
    this.started().then(
      () => {
        this.tools.log.info('a plugin is loaded', { plugin: this.code.manifest.id });
      },
      () => undefined,
    );
  }

  /** As `PluginProcess.call`, and retryable `PluginFailed` while the code cannot be loaded. */
  async call(step: Step, request: PlainRequest, services: CallServices, signal: AbortSignal): Promise<unknown> {
    const running = await this.started();
    return running.call(step, request, services, signal);
  }

  /** Ends the process. There are no more calls. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running?.close();
  }

  private async started(): Promise<PluginProcess> {
    const { manifest } = this.code;
    if (this.closed) throw retryable('PluginFailed', `Plugin ${manifest.id} was stopped.`);
    const { broken } = this;
    if (broken !== undefined && this.running === undefined) {
      const waitMs = broken.untilMs - this.tools.clock.monotonic();
      if (waitMs > 0) throw retryable('PluginFailed', broken.error.message, { retryAfterMs: waitMs });
    }
    const running = (this.running ??= new PluginProcess(this.code, this.tools, (error) => {
      this.running = undefined;
      if (!this.closed)
        this.tools.log.warn('the process of a plugin ended', { plugin: manifest.id, why: error.message });
    }));
    try {
      await running.ready;
      this.broken = undefined;
      return running;
    } catch (error) {
      if (error instanceof OperatorError) this.noteBroken(error);
      throw error;
    }
  }

  /** All who wait for the same process come here; its failure counts once. */
  private noteBroken(error: OperatorError): void {
    if (this.broken?.error === error) return;
    const times = (this.broken?.times ?? 0) + 1;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (times - 1));
    this.broken = { error, times, untilMs: this.tools.clock.monotonic() + waitMs };
  }
}
