import type { Clock, Timer } from '#kernel';

/** Fires once when nothing was heard for so long. One timer, however often something is heard. */
export class Silence {
  private heardMs: number;
  private timer: Timer;

  constructor(
    private readonly clock: Clock,
    private readonly longestMs: number,
    private readonly onSilence: () => void,
  ) {
    this.heardMs = clock.monotonic();
    this.timer = this.listen(longestMs);
  }

  /** Something was heard. */
  heard(): void {
    this.heardMs = this.clock.monotonic();
  }

  /** Listens no more. */
  stop(): void {
    this.timer.cancel();
  }

  private listen(ms: number): Timer {
    return this.clock.timer(ms, () => {
      const leftMs = this.heardMs + this.longestMs - this.clock.monotonic();
      if (leftMs > 0) this.timer = this.listen(leftMs);
      else this.onSilence();
    });
  }
}
