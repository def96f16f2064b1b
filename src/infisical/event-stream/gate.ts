import type { Clock, Timer } from '#kernel';

/** A batch, and all that a person does in one go, is one piece of news. */
const MERGED_MS = 50;
/** Between two openings. */
const SHORTEST_PAUSE_MS = 500;
/** While news keep coming the pause doubles up to this: a script that writes a thousand secrets one by one causes few reads. */
const LONGEST_PAUSE_MS = 10_000;

/** Makes one of many: opens soon after a hit, and then not again until a pause is over, however many hits come. No hit is lost. */
export class Gate {
  private openedMs = -Infinity;
  private pauseMs = SHORTEST_PAUSE_MS;
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onOpen: () => void,
  ) {}

  /** There is news. */
  hit(): void {
    if (this.timer !== undefined) return;
    const sinceMs = this.clock.monotonic() - this.openedMs;
    const waitMs = this.pauseMs - sinceMs;
    this.pauseMs = waitMs > 0 ? Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2) : SHORTEST_PAUSE_MS;
    this.timer = this.clock.timer(Math.max(MERGED_MS, waitMs), () => {
      this.timer = undefined;
      this.openedMs = this.clock.monotonic();
      this.onOpen();
    });
  }

  /** Forgets what it waits with. */
  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }
}
