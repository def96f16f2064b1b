import { backoffMs, type Clock, type PutOff, type Random } from '#kernel';
import type { CallFailure } from '../failures/index.ts';

/** Longest time between two probes. Whoever waits is well again a minute after the host: the step, what is added to it, and a probe that hangs. */
const LONGEST_STEP_MS = 30_000;
/** A probe that has not come back after this long is given up: whatever became of it, somebody else may try. */
const PROBE_LIMIT_MS = 30_000;
/** Pause of who comes while a probe is on its way. */
const PROBE_WAIT_MS = 4_000;
/** Share of a pause that is added by chance, so that the resources of a host do not come back in step. */
const SPREAD = 1 / 4;

/** One call that was let through, until its outcome is known. */
export interface Attempt {
  /** Answers of the host before it began. */
  readonly answersBefore: number;
}

/** Why a call is not made, and when to come back. */
export interface Outage {
  /** The failure that showed it last, of another call. */
  readonly cause: CallFailure;
  readonly putOff: PutOff;
}

interface Open {
  readonly cause: CallFailure;
  /** Failures in a row that showed the host down, 1 or more. */
  readonly failures: number;
  readonly sinceMs: number;
  readonly stepMs: number;
  readonly untilMs: number;
  readonly probe: { readonly attempt: Attempt; readonly sinceMs: number } | undefined;
}

/**
 * Whether one host can be reached. While it cannot, one call in each step of a back-off is let through to find out, whoever makes
 * it, and all others are told at once what that call was told. Any answer closes it, a refusal as well.
 */
export class Breaker {
  private open: Open | undefined;
  private answers = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** Since when the host is known to be down, on the monotonic clock; undefined while it is not. */
  get downSinceMs(): number | undefined {
    return this.open?.sinceMs;
  }

  /** What keeps calls from being made now. Undefined: one may be made, by way of `begin`; while the host is down, only one that may probe. */
  outage(mayProbe = true): Outage | undefined {
    if (this.open === undefined) return undefined;
    const { cause, failures, untilMs } = this.open;
    const isProbed = this.isProbed();
    if (mayProbe && !isProbed && this.clock.monotonic() >= untilMs) return undefined;
    // One failure may be one lost packet, and a probe may find that it is over: that is not told to resources it did not happen to.
    return { cause, putOff: this.pause(this.open, failures === 1 || isProbed) };
  }

  /** Whether a call is on its way that finds out whether the host is back. */
  isProbed(): boolean {
    const { probe } = this.open ?? {};
    return probe !== undefined && this.clock.monotonic() - probe.sinceMs < PROBE_LIMIT_MS;
  }

  /** A call goes out. Exactly one of `answered`, `failed` and `ended` must follow. */
  begin(): Attempt {
    const attempt: Attempt = { answersBefore: this.answers };
    if (this.open !== undefined) {
      this.open = { ...this.open, probe: { attempt, sinceMs: this.clock.monotonic() } };
    }
    return attempt;
  }

  /** The host has answered, whatever it said. */
  answered(): void {
    this.answers += 1;
    this.open = undefined;
  }

  /**
   * The host could not be reached, or did not answer. Gives when to come back; undefined when the host has answered others since this
   * call began, so that the fault lies with this call alone.
   */
  failed(attempt: Attempt, cause: CallFailure): PutOff | undefined {
    if (this.open === undefined) {
      if (this.answers > attempt.answersBefore) return undefined;
      return this.openFor(1, cause, this.clock.monotonic());
    }
    if (this.open.probe?.attempt === attempt) return this.openFor(this.open.failures + 1, cause, this.open.sinceMs);
    // A call from before it was open, or a probe that was given up: that tells nothing new.
    return this.pause(this.open, false);
  }

  /** The call ended in a way that says nothing about the host: it was aborted, for instance. */
  ended(attempt: Attempt): void {
    if (this.open?.probe?.attempt !== attempt) return;
    // Not at once: who gives up on one probe after another would make a call each time.
    const stepMs = backoffMs(1, this.random);
    this.open = { ...this.open, stepMs, untilMs: this.clock.monotonic() + stepMs, probe: undefined };
  }

  private openFor(failures: number, cause: CallFailure, sinceMs: number): PutOff {
    const stepMs = Math.max(backoffMs(failures, this.random, LONGEST_STEP_MS), cause.retryAfterMs ?? 0);
    const untilMs = this.clock.monotonic() + stepMs;
    this.open = { cause, failures, sinceMs, stepMs, untilMs, probe: undefined };
    return this.pause(this.open, false);
  }

  private pause({ untilMs, stepMs }: Open, quiet: boolean): PutOff {
    const leftMs = untilMs - this.clock.monotonic();
    if (leftMs > 0) return { ms: leftMs, spreadMs: stepMs * SPREAD, quiet };
    return { ms: PROBE_WAIT_MS, spreadMs: PROBE_WAIT_MS * SPREAD, quiet };
  }
}
