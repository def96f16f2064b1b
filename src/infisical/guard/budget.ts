import { backoffMs, type Clock, type PutOff, type Random } from '#kernel';
import type { AnnouncedLimit } from './announced-limit.ts';
import { Turns } from './turns.ts';

/** Infisical counts by fixed windows of this length; the first call opens one. */
const WINDOW_MS = 60_000;
/** Calls at a time until the host has answered for the first time: less than the smallest limit that Infisical is known to have. */
const FIRST_CALLS = 30;
const FIRST_WAIT_MS = 1_000;
/** What was put off comes back within this time, so that a new window does not begin with everything at once. */
const SPREAD_MS = 5_000;
/** The least that a first refusal makes believe: others behind the same address may have used up what there was. */
const FIRST_GUESS = 10;
/** A limit that was only guessed from refusals is forgotten after so long without one. */
const GUESS_KEPT_MS = 15 * 60_000;

/** One call that was let through, until its outcome is known. */
export interface Spending {
  readonly window: Window;
}

/** What is known of the present window. The server's may have begun before ours, and others may use it up. */
interface Window {
  endsAtMs: number;
  announced: boolean;
  /** Calls of ours that went out. */
  sent: number;
  /** Calls in the server's count that are not ours. */
  foreign: number;
}

/**
 * Calls of one kind that one host still takes. What the server announces is kept to; what it refuses without having announced anything
 * teaches a guess. Without either there is no limit.
 */
export class Budget {
  private readonly turns = new Turns();
  private window: Window;
  private limit: number | undefined;
  /** When the limit is a guess: the last refusal that it comes from. */
  private guessedAtMs: number | undefined;
  private blockedUntilMs = 0;
  private refusals = 0;
  private inFlight = 0;
  private heard = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.window = this.newWindow();
  }

  /**
   * When to come back with `call`, a text that names it, of `caller`. Undefined: it may be made now, by way of `begin`. Asking spends
   * nothing.
   */
  wait(caller: string, call: string): PutOff | undefined {
    this.roll();
    const nowMs = this.clock.monotonic();
    if (nowMs < this.blockedUntilMs) return later(this.blockedUntilMs - nowMs);
    if (!this.heard && this.inFlight >= FIRST_CALLS) return later(FIRST_WAIT_MS);
    if (this.limit === undefined) return undefined;
    const left = this.limit - this.window.sent - this.window.foreign;
    if (left > (this.turns.isDue(call) ? 0 : this.turns.due)) return undefined;
    const before = this.turns.wait(caller, call);
    return later(this.window.endsAtMs - nowMs + Math.floor(before / this.limit) * WINDOW_MS);
  }

  /** The call goes out. `ended` must follow. */
  begin(call: string): Spending {
    this.turns.take(call);
    this.inFlight += 1;
    // The server's window begins with its first call. One of ours without any just ends.
    if (this.window.sent === 0) this.window.endsAtMs = this.clock.monotonic() + WINDOW_MS;
    this.window.sent += 1;
    return { window: this.window };
  }

  /** The host has answered, good or bad, and told this of its limit. */
  answered(spending: Spending, announced: AnnouncedLimit | undefined): void {
    this.heard = true;
    if (announced === undefined) return;
    const { limit, left, endsInMs } = announced;
    this.limit = limit;
    this.guessedAtMs = undefined;
    const { window } = this;
    if (spending.window !== window) return;
    const endsAtMs = this.clock.monotonic() + endsInMs;
    // Rounded up to seconds, so the earliest that was told is the most exact.
    window.endsAtMs = window.announced ? Math.min(window.endsAtMs, endsAtMs) : endsAtMs;
    window.announced = true;
    // Of our calls that are on their way some are in the server's count; all of them, to begin with.
    window.foreign = Math.max(window.foreign, limit - left - window.sent);
  }

  /** The host has refused the call because there were too many. Gives when to come back. */
  refused(spending: Spending, retryAfterMs: number | undefined): PutOff {
    const nowMs = this.clock.monotonic();
    if (nowMs >= this.blockedUntilMs) {
      this.refusals += 1;
      if (!spending.window.announced) this.guess(spending.window.sent);
      this.blockedUntilMs = nowMs + (retryAfterMs ?? backoffMs(this.refusals, this.random));
    } else if (retryAfterMs !== undefined) {
      this.blockedUntilMs = Math.max(this.blockedUntilMs, nowMs + retryAfterMs);
    }
    // Whoever says when to come back says when there are calls again.
    this.window.endsAtMs = this.blockedUntilMs;
    return { ...later(this.blockedUntilMs - nowMs), quiet: false };
  }

  /** The call has ended; `good` if the host carried it out. */
  ended(good: boolean): void {
    this.inFlight -= 1;
    if (good) this.refusals = 0;
  }

  /** Begins a new window when the present one is over. */
  private roll(): void {
    const nowMs = this.clock.monotonic();
    if (nowMs < this.window.endsAtMs) return;
    if (this.guessedAtMs !== undefined && this.limit !== undefined) {
      const usedUp = this.window.sent >= this.limit;
      // Was it too small? There is one way to find out.
      if (usedUp && nowMs - this.guessedAtMs > 2 * WINDOW_MS) this.limit = Math.ceil(this.limit * 1.25);
      if (nowMs - this.guessedAtMs > GUESS_KEPT_MS) this.limit = this.guessedAtMs = undefined;
    }
    this.window = this.newWindow();
    this.turns.callUp(this.limit ?? Infinity);
  }

  private newWindow(): Window {
    return { endsAtMs: this.clock.monotonic() + WINDOW_MS, announced: false, sent: 0, foreign: 0 };
  }

  private guess(sent: number): void {
    // The one that was refused does not count, and a fifth less is a try to stay below.
    const guess = Math.floor((sent - 1) * 0.8);
    const isFirst = this.guessedAtMs === undefined || this.limit === undefined;
    this.limit = isFirst ? Math.max(FIRST_GUESS, guess) : Math.max(1, Math.min(this.limit ?? guess, guess));
    this.guessedAtMs = this.clock.monotonic();
  }
}

function later(ms: number): PutOff {
  return { ms: Math.max(0, ms), spreadMs: SPREAD_MS, quiet: true };
}
