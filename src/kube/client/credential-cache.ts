import type { Clock } from '#kernel';
import type { ClusterAccess, Credentials } from '../config/index.ts';
import { abortable } from './abortable.ts';
import { Deadline } from './deadline.ts';

/** Tokens mounted into pods are rotated in place; client-go reads them anew as often. */
const REFRESH_MS = 60_000;
/** An exec plugin that takes longer than this is stuck, and must not keep the next try from happening. */
const READ_TIMEOUT_MS = 30_000;

/**
 * The credentials in use: read once a minute, and anew when the server refuses them; one read at a time, shared by all.
 * The refresh by the minute happens in the background: what it replaces is still good, and stays in use when it fails.
 */
export class CredentialCache {
  private cached: Credentials | undefined;
  private readAtMs = 0;
  private reading: Promise<Credentials> | undefined;

  constructor(
    private readonly access: ClusterAccess,
    private readonly clock: Clock,
  ) {}

  /** Rejects as the source does when there are none yet; the next call tries again. */
  current(): Promise<Credentials> {
    if (this.cached === undefined) return this.read(false);
    if (this.clock.monotonic() - this.readAtMs >= REFRESH_MS) {
      this.readAtMs = this.clock.monotonic();
      this.read(false).catch(() => undefined);
    }
    return Promise.resolve(this.cached);
  }

  /**
   * Others than the refused ones: those that were read meanwhile, or else a fresh read that trusts no cache of the
   * source.
   */
  async replace(refused: Credentials): Promise<Credentials> {
    const { cached, reading } = this;
    if (cached !== undefined && differ(cached, refused)) return cached;
    // A read that is under way may bring what was refused once more.
    const underWay = await reading?.catch(() => undefined);
    return underWay !== undefined && differ(underWay, refused) ? underWay : this.read(true);
  }

  private read(fresh: boolean): Promise<Credentials> {
    this.reading ??= this.readOnce(fresh).finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async readOnce(fresh: boolean): Promise<Credentials> {
    const deadline = new Deadline(this.clock, READ_TIMEOUT_MS, new AbortController().signal);
    try {
      this.cached = await abortable(this.access.credentials(fresh), deadline.signal);
      this.readAtMs = this.clock.monotonic();
      return this.cached;
    } finally {
      deadline.close();
    }
  }
}

/** By value: a token file that did not change is read into equal credentials. */
function differ(a: Credentials, b: Credentials): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}
