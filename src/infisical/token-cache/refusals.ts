import type { Clock, OperatorError, Random, Reason } from '#kernel';
import { standingFor } from '../failures/index.ts';

/** How long a failed login stands for all who share its identity: at first, and at most, doubled from failure to failure. */
interface Pause {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Failures that are worth remembering. Servers lock an identity out after a few wrong secrets (three within 30 s by default), which would also hit whoever
 * uses it rightly, and hundreds of resources may share one wrong secret. Endpoints of clouds limit their callers; what they say depends on nothing that could
 * be watched, so their refusals are asked about again more often.
 */
const PAUSES: Readonly<Partial<Record<Reason, Pause>>> = {
  InvalidCredentials: { firstMs: 30_000, longestMs: 300_000 },
  CloudRefused: { firstMs: 30_000, longestMs: 30_000 },
  CloudUnavailable: { firstMs: 1_000, longestMs: 15_000 },
  HostError: { firstMs: 1_000, longestMs: 30_000 },
  HostAnswerInvalid: { firstMs: 1_000, longestMs: 30_000 },
};
/** After this long without another refusal the history of an identity is forgotten. */
const FORGOTTEN_MS = 3_600_000;

interface Refusal {
  readonly error: OperatorError;
  readonly count: number;
  readonly pauseMs: number;
  readonly untilMs: number;
}

/** Remembers failed logins that must not be tried in a tight loop. A changed credential is another identity and is tried at once. */
export class Refusals {
  private readonly known = new Map<string, Refusal>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** The failure that still stands for `id`. */
  standing(id: string): OperatorError | undefined {
    const refusal = this.known.get(id);
    if (refusal === undefined) return undefined;
    const leftMs = refusal.untilMs - this.clock.monotonic();
    return leftMs > 0 ? standingFor(refusal.error, leftMs, refusal.pauseMs) : undefined;
  }

  /** Remembers that the login of `id` failed with `error`, if that is of a kind to remember. */
  add(id: string, error: OperatorError): void {
    const pause = PAUSES[error.reason];
    // What has a time to come back already is somebody else's to remember.
    if (pause === undefined || error.putOff !== undefined) return;
    this.prune();
    const last = this.known.get(id);
    const count = (last?.error.reason === error.reason ? last.count : 0) + 1;
    const waitMs = Math.min(pause.longestMs, pause.firstMs * 2 ** (count - 1));
    // Up to a tenth longer, so that identities refused together are not tried together.
    const pauseMs = waitMs * (1 + this.random.next() / 10);
    this.known.set(id, { error, count, pauseMs, untilMs: this.clock.monotonic() + pauseMs });
  }

  /** The login of `id` worked. */
  clear(id: string): void {
    this.known.delete(id);
  }

  private prune(): void {
    const nowMs = this.clock.monotonic();
    for (const [id, { untilMs }] of this.known) if (nowMs - untilMs > FORGOTTEN_MS) this.known.delete(id);
  }
}
