import {
  OperatorError,
  formatKey,
  type Clock,
  type Gauge,
  type Log,
  type Metrics,
  type ObjectKey,
  type Random,
  type Timer,
} from '#kernel';
import { sleep, type KubeClient } from '../client/index.ts';
import { LeaseLock } from './lease-lock.ts';
import { heldBy, holderOf, released, type Lease } from './lease-record.ts';

/** The field's usual times. */
const LEASE_MS = 15_000;
/** Without a renewal for so long, the leader gives up: well before another may take over. */
const RENEW_DEADLINE_MS = 10_000;
const RETRY_MS = 2_000;
/** Candidates wait up to this much longer, at random, so that they do not all try at once. */
const JITTER = 1.2;
const REQUEST_TIMEOUT_MS = 5_000;

/** What an election is made of. */
export interface LeaseElectionOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The Lease; it is made when it is missing. */
  readonly lease: ObjectKey;
  /** Unique per process, not only per pod: a restarted container must not inherit what its predecessor held. */
  readonly identity: string;
}

/** What happens in an election; each is called at most once, and must not throw. */
export interface ElectionHandler {
  elected(): void;
  /** Stop writing now. Not called after `stop`. */
  lost(): void;
}

/**
 * Leader election over one Lease. Whether another's lease has run out is judged by how long it has not changed on the
 * local monotonic clock, never by the time stamps in it, so clocks that differ do no harm. An election that was lost is
 * over: the process is expected to end, since what it has in flight cannot be trusted to stop in time otherwise.
 */
export class LeaseElection {
  private readonly controller = new AbortController();
  private readonly lock: LeaseLock;
  private readonly gauge: Gauge;
  private readonly log: Log;
  private running: Promise<void> | undefined;
  /** The newest state of the Lease that was seen, and when it was first seen. */
  private observed: { readonly lease: Lease; readonly atMs: number } | undefined;
  /** While leading: until when, on the monotonic clock. */
  private heldUntilMs: number | undefined;
  private alarm: Timer | undefined;

  constructor(private readonly options: LeaseElectionOptions) {
    this.lock = new LeaseLock(options.client, options.lease, REQUEST_TIMEOUT_MS);
    this.log = options.log.child({ lease: formatKey(options.lease), identity: options.identity });
    this.gauge = options.metrics.gauge('leader', 'Whether this process leads: 1 or 0.', ['lease']);
    this.setGauge(0);
  }

  /**
   * True while this process may write. Goes by the clock, so it is right even when timers are late, after a pause of
   * the machine.
   */
  get leading(): boolean {
    return this.heldUntilMs !== undefined && this.options.clock.monotonic() < this.heldUntilMs;
  }

  /** Takes part until elected and lost, or stopped. Call once. */
  start(handler: ElectionHandler): void {
    this.running ??= this.run(handler, this.controller.signal);
  }

  /**
   * Ends it and gives the Lease back if it is held, so that another need not wait. Stop writing before. Never rejects.
   */
  async stop(): Promise<void> {
    const held = this.leading;
    this.resign();
    this.controller.abort(new Error('the election was stopped'));
    await this.running;
    if (held) await this.release();
  }

  private async run(handler: ElectionHandler, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const wasLeading = this.heldUntilMs !== undefined;
      const startedAtMs = this.options.clock.monotonic();
      const held = await this.tryToHold(signal);
      if (this.controller.signal.aborted) return;
      // The alarm may have rung while the request was on its way: lost is lost.
      if (wasLeading && this.heldUntilMs === undefined) return;
      if (held === false && wasLeading) {
        this.lose(handler, 'another holds the lease');
        return;
      }
      if (held === true && this.holdFrom(startedAtMs, handler) && !wasLeading) this.welcome(handler);
      const jitter = this.heldUntilMs === undefined ? 1 + JITTER * this.options.random.next() : 1;
      await sleep(this.options.clock, RETRY_MS * jitter, signal);
    }
  }

  /**
   * True: it is ours. False: it is another's. Undefined: nobody knows, for lack of an answer or because somebody was
   * faster.
   */
  private async tryToHold(signal: AbortSignal): Promise<boolean | undefined> {
    try {
      const known = this.heldUntilMs === undefined ? undefined : this.observed?.lease;
      const lease = known ?? (await this.lock.read(signal));
      if (lease !== undefined) this.see(lease);
      if (lease !== undefined && !this.mayTake(lease)) return false;
      const spec = heldBy(this.options.identity, lease, this.options.clock.now(), LEASE_MS);
      const written =
        lease === undefined ? await this.lock.create(spec, signal) : await this.lock.update(lease, spec, signal);
      if (written !== undefined) {
        this.see(written);
        return true;
      }
      // Changed by somebody: what was known is worth nothing, the next try reads anew.
      this.observed = undefined;
      return known === undefined ? undefined : await this.tryToHold(signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      const reason = error instanceof OperatorError ? error.message : 'unexpected fault';
      this.log.warn('the lease could not be read or written', { error: reason });
      return undefined;
    }
  }

  private see(lease: Lease): void {
    if (this.observed?.lease.metadata.resourceVersion === lease.metadata.resourceVersion) return;
    this.observed = { lease, atMs: this.options.clock.monotonic() };
  }

  private mayTake(lease: Lease): boolean {
    const holder = holderOf(lease);
    if (holder === undefined || holder === this.options.identity) return true;
    // The holder's own duration counts, should it be a longer one.
    const durationMs = Math.max(LEASE_MS, (lease.spec.leaseDurationSeconds ?? 0) * 1_000);
    const unchangedMs = this.options.clock.monotonic() - (this.observed?.atMs ?? this.options.clock.monotonic());
    return unchangedMs >= durationMs;
  }

  /**
   * Counts from before the request was sent: the server's renewal can only be later than that. False: it took so long
   * that nothing is left of it; the alarm of the renewal before, if there is one, is about to ring.
   */
  private holdFrom(startedAtMs: number, handler: ElectionHandler): boolean {
    const untilMs = startedAtMs + RENEW_DEADLINE_MS;
    const leftMs = untilMs - this.options.clock.monotonic();
    if (leftMs <= 0) return false;
    this.heldUntilMs = untilMs;
    this.alarm?.cancel();
    this.alarm = this.options.clock.timer(leftMs, () => {
      this.lose(handler, 'the lease could not be renewed in time');
      this.controller.abort(new Error('the election was lost'));
    });
    return true;
  }

  private welcome(handler: ElectionHandler): void {
    this.log.info('elected');
    this.setGauge(1);
    handler.elected();
  }

  private lose(handler: ElectionHandler, why: string): void {
    this.resign();
    this.log.error('no longer the leader', { why });
    handler.lost();
  }

  private resign(): void {
    this.heldUntilMs = undefined;
    this.alarm?.cancel();
    this.setGauge(0);
  }

  private async release(): Promise<void> {
    // The client's timeouts bound it.
    const { signal } = new AbortController();
    try {
      // Read anew: a renewal that was cut off may have been the last change, or not.
      const lease = await this.lock.read(signal);
      if (lease === undefined || holderOf(lease) !== this.options.identity) return;
      await this.lock.update(lease, released(lease, this.options.clock.now()), signal);
      this.log.info('gave the lease back');
    } catch {
      this.log.warn('the lease could not be given back; it runs out by itself');
    }
  }

  private setGauge(value: 0 | 1): void {
    this.gauge.set(value, { lease: formatKey(this.options.lease) });
  }
}
