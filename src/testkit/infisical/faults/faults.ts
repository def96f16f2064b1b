import { type Call, type CallMatcher, matches } from '../recording/index.ts';
import { deferred } from './deferred.ts';
import type { Fault } from './fault.ts';

/** Requests that wait until they are let go. */
export interface Hold {
  /** Resolves when the first matching request has arrived. */
  readonly arrived: Promise<void>;
  /** Lets all held requests go on, and later ones pass. Harmless when repeated. */
  release(): void;
}

interface Plan {
  readonly matcher: CallMatcher;
  readonly fault: Fault;
  left: number;
}

interface OpenHold {
  readonly matcher: CallMatcher;
  readonly arrive: () => void;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/**
 * Plans what goes wrong. Of several plans that fit a request the one made first is used, and used up first; plans with
 * a count go before standing ones.
 */
export class Faults {
  private plans: Plan[] = [];
  private standing: Plan[] = [];
  private holds: OpenHold[] = [];

  /** The next `count` matching requests meet the fault. */
  next(count: number, matcher: CallMatcher, fault: Fault): void {
    this.plans.push({ matcher, fault, left: count });
  }

  /** Every matching request meets the fault, until the returned function is called. */
  always(matcher: CallMatcher, fault: Fault): () => void {
    const plan: Plan = { matcher, fault, left: Infinity };
    this.standing.push(plan);
    return () => {
      this.standing = this.standing.filter((each) => each !== plan);
    };
  }

  /** Keeps matching requests waiting before they are looked at; any fault that fits strikes after the release. */
  hold(matcher: CallMatcher): Hold {
    const arrived = deferred();
    const released = deferred();
    const hold: OpenHold = {
      matcher,
      arrive: arrived.resolve,
      released: released.promise,
      release: () => {
        this.holds = this.holds.filter((each) => each !== hold);
        released.resolve();
      },
    };
    this.holds.push(hold);
    return { arrived: arrived.promise, release: hold.release };
  }

  /** Cancels all plans and lets all held requests go. */
  clear(): void {
    this.plans = [];
    this.standing = [];
    for (const hold of this.holds) hold.release();
  }

  /** The promise a request has to wait for, if it is held; asked once by the server for each request. */
  heldBack(call: Omit<Call, 'status'>): Promise<void> | undefined {
    const held = this.holds.filter((hold) => matches(hold.matcher, call));
    if (held.length === 0) return undefined;
    for (const hold of held) hold.arrive();
    return Promise.all(held.map((hold) => hold.released)).then(() => undefined);
  }

  /** The fault for a request, used up by asking; asked once by the server for each request. */
  take(call: Omit<Call, 'status'>): Fault | undefined {
    const plan = [...this.plans, ...this.standing].find((each) => each.left > 0 && matches(each.matcher, call));
    if (plan === undefined) return undefined;
    plan.left -= 1;
    this.plans = this.plans.filter((each) => each.left > 0);
    return plan.fault;
  }
}
