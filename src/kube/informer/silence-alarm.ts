import type { Clock, Timer } from '#kernel';

/**
 * Fires once when nothing was heard for a time. Being heard costs no timer: the one that runs is set anew when it fires
 * too early.
 */
export class SilenceAlarm {
  private heardAtMs: number;
  private timer: Timer;

  constructor(
    private readonly clock: Clock,
    private readonly limitMs: number,
    private readonly fire: () => void,
  ) {
    this.heardAtMs = clock.monotonic();
    this.timer = this.arm(limitMs);
  }

  /** Something was heard now. */
  heard(): void {
    this.heardAtMs = this.clock.monotonic();
  }

  stop(): void {
    this.timer.cancel();
  }

  private arm(ms: number): Timer {
    return this.clock.timer(ms, () => {
      const remainingMs = this.heardAtMs + this.limitMs - this.clock.monotonic();
      if (remainingMs <= 0) this.fire();
      else this.timer = this.arm(remainingMs);
    });
  }
}
