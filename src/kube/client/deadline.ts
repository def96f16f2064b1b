import type { Clock, Timer } from '#kernel';

/**
 * An AbortSignal that follows a caller's signal and fires by itself after a time. To be closed, so that neither
 * lingers.
 */
export class Deadline {
  /** True when time, and not the caller, ended it. */
  expired = false;
  private readonly controller = new AbortController();
  private readonly timer: Timer;
  private readonly follow = (): void => {
    this.controller.abort(this.parent.reason);
  };

  constructor(
    clock: Clock,
    ms: number,
    private readonly parent: AbortSignal,
  ) {
    this.timer = clock.timer(ms, () => {
      this.expired = true;
      this.controller.abort(new Error(`no answer within ${ms} ms`));
    });
    if (parent.aborted) this.follow();
    else parent.addEventListener('abort', this.follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Time no longer counts; the caller's signal still does. */
  stopTimer(): void {
    this.timer.cancel();
  }

  /** Lets go of timer and caller. */
  close(): void {
    this.timer.cancel();
    this.parent.removeEventListener('abort', this.follow);
  }
}
