import type { Clock, OperatorError, Random } from '#kernel';

const FIRST_MS = 30_000;
const LONGEST_MS = 300_000;
/** After this long without another refusal the history of an identity is forgotten. */
const FORGOTTEN_MS = 3_600_000;

interface Refusal {
  readonly error: OperatorError;
  readonly count: number;
  readonly untilMs: number;
}

/**
 * Remembers refused logins. Servers lock an identity out after a few wrong secrets (three within 30 s by default), which would
 * also hit whoever uses it rightly, and hundreds of resources may share one wrong secret. So a refused login is not tried again
 * for 30 s, then 60 s, up to 5 minutes. A changed credential is another identity and is tried at once.
 */
export class Refusals {
  private readonly known = new Map<string, Refusal>();

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** The refusal that still stands for `id`. */
  standing(id: string): OperatorError | undefined {
    const refusal = this.known.get(id);
    return refusal !== undefined && this.clock.monotonic() < refusal.untilMs ? refusal.error : undefined;
  }

  /** Remembers that the login of `id` was refused with `error`. */
  add(id: string, error: OperatorError): void {
    this.prune();
    const count = (this.known.get(id)?.count ?? 0) + 1;
    const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (count - 1));
    // Up to a tenth longer, so that identities refused together are not tried together.
    const untilMs = this.clock.monotonic() + waitMs * (1 + this.random.next() / 10);
    this.known.set(id, { error, count, untilMs });
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
