import { type Clock, type Counter, type Gauge, type Log, type Metrics, type Random } from '#kernel';
import { type CallDescription, CallFailure, type FailureMeaning } from '../failures/index.ts';
import { fingerprint, type Host } from '../host/index.ts';
import { OPERATIONS, type ApiAnswer, type ApiCall, type StreamCall, type Transport } from '../transport/index.ts';
import { announcedLimit } from './announced-limit.ts';
import { type Attempt, Breaker } from './breaker.ts';
import { Budget, type Spending } from './budget.ts';
import { RecentlyUsed } from './recently-used.ts';

/** Hosts come from resources, so there is no natural bound; a forgotten one costs a call that another would have spared. */
const MOST_HOSTS = 1_000;
/** Each host is called in a few ways, and each way has a budget of its own. */
const MOST_BUDGETS = 4_000;

/** What the guard needs from outside. */
export interface GuardDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Failures that show that nobody at the host can be reached now, whoever calls. */
const DOWN: readonly FailureMeaning[] = ['unreachable', 'tooSlow', 'hostFailed'];

/**
 * Stands before every call: a breaker per host and a budget per host and operation decide whether it is made now. A call that is not is
 * refused at once, with an error that says when to come back: nobody holds a worker while waiting.
 */
export class GuardedTransport implements Transport {
  // By address and trust: a wrong CA bundle makes a host unreachable for those who named that bundle, and for nobody else.
  private readonly breakers: RecentlyUsed<Breaker>;
  // By address alone, since servers count by address.
  private readonly budgets: RecentlyUsed<Budget>;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly deferrals: Counter;
  private readonly hostsDown: Gauge;

  constructor(
    private readonly inner: Transport,
    { clock, random, log, metrics }: GuardDependencies,
  ) {
    this.clock = clock;
    this.log = log;
    this.breakers = new RecentlyUsed(MOST_HOSTS, () => new Breaker(clock, random));
    this.budgets = new RecentlyUsed(MOST_BUDGETS, () => new Budget(clock, random));
    this.deferrals = metrics.counter(
      'infisical_calls_put_off_total',
      'Calls to Infisical that were put off, by operation and cause: the "budget" of the host, or its "outage".',
      ['operation', 'cause'],
    );
    this.hostsDown = metrics.gauge('infisical_hosts_down', 'Infisical hosts that cannot be reached now.');
    this.hostsDown.set(0);
    for (const operation of OPERATIONS) {
      for (const cause of ['budget', 'outage']) this.deferrals.inc({ operation, cause }, 0);
    }
  }

  async call<T>(host: Host, call: ApiCall<T>, signal: AbortSignal): Promise<ApiAnswer<T>> {
    signal.throwIfAborted();
    this.check(host, call);
    const breaker = this.breakers.get(host.id);
    const budget = this.budgetOf(host, call);
    const attempt = breaker.begin();
    const spending = budget.begin(nameOf(call));
    let good = false;
    try {
      const answer = await this.inner.call(host, listenedTo(call, budget, spending), signal);
      good = true;
      this.answered(host, breaker);
      return answer;
    } catch (error) {
      throw this.judged(error, { host, breaker, budget, attempt, spending });
    } finally {
      budget.ended(good);
    }
  }

  /**
   * A stream that does not begin says little of its host: many a proxy holds streams back and nothing else. So it finds nothing out for others; it
   * only waits while the host is down.
   */
  async stream(host: Host, call: StreamCall, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    signal.throwIfAborted();
    this.admit(host, call, false);
    const budget = this.budgetOf(host, call);
    const spending = budget.begin(nameOf(call));
    let good = false;
    try {
      const chunks = await this.inner.stream(host, listenedTo(call, budget, spending), signal);
      good = true;
      return chunks;
    } finally {
      budget.ended(good);
    }
  }

  check(host: Host, call: StreamCall): void {
    this.inner.check(host, call);
    this.admit(host, call, true);
  }

  checkJoin(host: Host, what: string): void {
    this.inner.checkJoin(host, what);
    const breaker = this.breakers.get(host.id);
    const outage = breaker.isProbed() ? breaker.outage() : undefined;
    if (outage !== undefined) throw outage.cause.with({ putOff: outage.putOff }, { what, host: host.base });
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private admit(host: Host, call: StreamCall, mayProbe: boolean): void {
    const about: CallDescription = { what: call.what, host: host.base };
    const outage = this.breakers.get(host.id).outage(mayProbe);
    if (outage !== undefined) {
      this.deferrals.inc({ operation: call.operation, cause: 'outage' });
      throw outage.cause.with({ putOff: outage.putOff }, about);
    }
    const putOff = this.budgetOf(host, call).wait(call.caller ?? '', nameOf(call));
    if (putOff !== undefined) {
      this.deferrals.inc({ operation: call.operation, cause: 'budget' });
      throw new CallFailure('rateLimited', about, 'all that it allows for now are made', { putOff });
    }
  }

  private budgetOf(host: Host, { operation }: StreamCall): Budget {
    return this.budgets.get(`${operation} ${host.base}`);
  }

  /** Learns from a failed call; gives the error for its caller, with the time to come back where that is known. */
  private judged(error: unknown, { host, breaker, budget, attempt, spending }: Settlement): unknown {
    if (!(error instanceof CallFailure) || error.meaning === 'forbiddenAddress') {
      breaker.ended(attempt);
      return error;
    }
    if (!DOWN.includes(error.meaning)) {
      this.answered(host, breaker);
      if (error.meaning !== 'rateLimited') return error;
      return error.with({ putOff: budget.refused(spending, error.retryAfterMs) });
    }
    const wasDown = breaker.downSinceMs !== undefined;
    const putOff = breaker.failed(attempt, error);
    if (putOff === undefined) return error;
    if (!wasDown) {
      this.log.warn('an Infisical host is down; it is probed by one call at a time', {
        host: host.base,
        reason: error.reason,
      });
      this.countDown();
    }
    return error.with({ putOff });
  }

  private answered(host: Host, breaker: Breaker): void {
    const sinceMs = breaker.downSinceMs;
    breaker.answered();
    if (sinceMs === undefined) return;
    this.log.info('an Infisical host is back', { host: host.base, downMs: this.clock.monotonic() - sinceMs });
    this.countDown();
  }

  private countDown(): void {
    const down = [...this.breakers.values()].filter(({ downSinceMs }) => downSinceMs !== undefined);
    this.hostsDown.set(down.length);
  }
}

/** A call that was let through, and who wants to know how it ended. */
interface Settlement {
  readonly host: Host;
  readonly breaker: Breaker;
  readonly budget: Budget;
  readonly attempt: Attempt;
  readonly spending: Spending;
}

/** The same call, whose answers tell the budget what they say of limits, the bad ones as well. */
function listenedTo<Call extends StreamCall>(call: Call, budget: Budget, spending: Spending): Call {
  return {
    ...call,
    send: (client, init) =>
      call.send(client, {
        ...init,
        fetch: async (request) => {
          const answer = await init.fetch(request);
          budget.answered(spending, announcedLimit(answer.headers));
          return answer;
        },
      }),
  };
}

/** Equal for calls that ask the same in the same name. */
function nameOf({ caller = '', what }: StreamCall): string {
  return fingerprint(caller, what);
}
