import type { Clock, OperatorError } from '../contracts/index.ts';

/** Longest time that a resource may wait for its turn, with its data getting older, before its status tells. */
const PATIENCE_MS = 2 * 60_000;

interface Wait {
  readonly sinceMs: number;
  /** The forced sync that was asked for meanwhile, and since when. */
  readonly force: { readonly value: string; readonly sinceMs: number } | undefined;
}

/** Resources whose passes were put off, and since when. */
export class Waits {
  private readonly waits = new Map<string, Wait>();

  constructor(private readonly clock: Clock) {}

  /**
   * A pass was put off for `ms`; `force` is the forced sync that it was for. True when its resource will have waited for so long by then that its status
   * should tell.
   */
  note(key: string, ms: number, force: string | undefined, intervalMs: number): boolean {
    const nowMs = this.clock.monotonic();
    const { sinceMs, force: before } = this.waits.get(key) ?? { sinceMs: nowMs };
    const same = before?.value === force ? before : undefined;
    this.waits.set(key, {
      sinceMs,
      force: force === undefined ? undefined : (same ?? { value: force, sinceMs: nowMs }),
    });
    return nowMs + ms - sinceMs > Math.max(PATIENCE_MS, 2 * intervalMs);
  }

  /**
   * Whether a pass that ended with this error has nothing to tell: it was not its turn, and it has not waited for so long that its status should say so.
   * Any other end ends the wait. `isTold`: the status says already that all is not well.
   */
  isQuiet(
    key: string,
    error: OperatorError | undefined,
    {
      force,
      intervalMs,
      isTold,
    }: { readonly force: string | undefined; readonly intervalMs: number; readonly isTold: boolean },
  ): boolean {
    if (error?.putOff === undefined) {
      this.end(key);
      return false;
    }
    const isLong = this.note(key, error.putOff.ms, force, intervalMs);
    return error.putOff.quiet && (!isLong || isTold);
  }

  /** How old a read may be that serves this forced sync: what began after it was asked for knows all that it was meant to find. */
  ageOf(key: string, force: string): number {
    const wait = this.waits.get(key)?.force;
    // One less: what began in the same instant may have begun before.
    return wait?.value === force ? Math.max(0, this.clock.monotonic() - wait.sinceMs - 1) : 0;
  }

  /** The resource has had its turn, or is gone. */
  end(key: string): void {
    this.waits.delete(key);
  }
}
