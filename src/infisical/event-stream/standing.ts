import { backoffMs, type Clock, type Listening, type OperatorError, type Random, type Timer } from '#kernel';

/** A stream that has lived so long is a good one: failures before it are forgotten. */
const STEADY_MS = 20_000;
/** A shorter interruption is nobody's business: the read after it finds what was missed. */
const TOLERATED_MS = 15_000;
/** A server, or its plan, that has no events is asked again for the case of an upgrade. */
const UNAVAILABLE_PAUSE_MS = 3_600_000;
/** Rights are given by people who then wait for the effect. */
const REFUSED_PAUSE_MS = 300_000;

/**
 * How it stands with a stream that is opened again and again, and when to open it next. Each change of `listening` is a write per resource, so it is slow to
 * change for what may pass, and quick for what lasts.
 */
export class Standing {
  listening: Listening = { kind: 'connecting' };
  /** Failures in a row. */
  private failures = 0;
  /** Since when there has been no good stream. */
  private downMs: number;
  /** Waits for a stream to have lived long, or for a break to have lasted long. */
  private timer: Timer | undefined;

  /** `onChange` is called with each new `listening`. */
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly onChange: (listening: Listening) => void,
  ) {
    this.downMs = clock.monotonic();
  }

  /** A stream has begun. Gives whether `listening` has changed by that. */
  opened(): boolean {
    this.waitFor(STEADY_MS, () => {
      this.failures = 0;
      this.turnOn();
    });
    return this.failures === 0 && this.turnOn();
  }

  /** A stream has ended, or could not begin. Gives the time to wait before the next one, in milliseconds. */
  failed(failure: OperatorError): number {
    this.timer?.cancel();
    if (failure.disposition === 'terminal') {
      this.failures = 0;
      this.fallBack(failure);
      const isUnavailable = failure.reason === 'EventsUnsupported' || failure.reason === 'EventsUnlicensed';
      return (isUnavailable ? UNAVAILABLE_PAUSE_MS : REFUSED_PAUSE_MS) * (1 + this.random.next() / 10);
    }
    const nowMs = this.clock.monotonic();
    if (this.failures === 0 && this.listening.kind === 'on') this.downMs = nowMs;
    this.failures += 1;
    this.waitFor(this.downMs + TOLERATED_MS - nowMs, () => {
      this.fallBack(failure);
    });
    return Math.max(failure.retryAfterMs ?? 0, failure.putOff?.ms ?? 0, backoffMs(this.failures, this.random));
  }

  /** Nobody wants to know any more. */
  close(): void {
    this.timer?.cancel();
  }

  private waitFor(ms: number, fire: () => void): void {
    this.timer?.cancel();
    this.timer = this.clock.timer(Math.max(0, ms), fire);
  }

  private turnOn(): boolean {
    if (this.listening.kind === 'on') return false;
    this.set({ kind: 'on' });
    return true;
  }

  /** From now on only polling helps. Of failures that may pass the first one is told, as they alternate. */
  private fallBack(error: OperatorError): void {
    const { listening } = this;
    const isTold =
      listening.kind === 'polling' &&
      (listening.error.reason === error.reason ||
        (listening.error.disposition === 'retryable' && error.disposition === 'retryable'));
    if (!isTold) this.set({ kind: 'polling', error });
  }

  private set(listening: Listening): void {
    this.listening = listening;
    this.onChange(listening);
  }
}
