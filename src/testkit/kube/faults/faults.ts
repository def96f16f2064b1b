import type { Call } from '../rest/index.ts';
import { matches, type CallMatcher, type Fault } from './fault.ts';

/** A request that waits for the test: `arrived` settles when the first one came, `release` lets them run. */
export interface Hold {
  readonly arrived: Promise<Call>;
  release(): void;
}

interface Planned {
  readonly matcher: CallMatcher;
  readonly fault: Fault;
  left: number;
}

interface Holding {
  readonly matcher: CallMatcher;
  readonly arrive: (call: Call) => void;
  readonly released: Promise<void>;
}

/** Faults on demand. They concern requests over the wire only, never the test's own direct access. */
export class Faults {
  #planned: Planned[] = [];
  readonly #holds = new Set<Holding>();

  /** The next `times` matching requests fail so. Earlier plans come first. */
  next(times: number, matcher: CallMatcher, fault: Fault): void {
    this.#planned.push({ matcher, fault, left: times });
  }

  /** Every matching request fails so, until the result is called. */
  always(matcher: CallMatcher, fault: Fault): () => void {
    const planned: Planned = { matcher, fault, left: Number.POSITIVE_INFINITY };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter((each) => each !== planned);
    };
  }

  /** Matching requests wait until they are released, and run then. */
  hold(matcher: CallMatcher): Hold {
    let open = (): void => undefined;
    let arrive = (_call: Call): void => undefined;
    const released = new Promise<void>((resolve) => {
      open = resolve;
    });
    const arrived = new Promise<Call>((resolve) => {
      arrive = resolve;
    });
    const holding: Holding = { matcher, arrive, released };
    this.#holds.add(holding);
    return {
      arrived,
      release: () => {
        this.#holds.delete(holding);
        open();
      },
    };
  }

  /** Forgets all plans and releases nothing: held requests stay with whoever holds them. */
  clear(): void {
    this.#planned = [];
  }

  /** The fault that this request meets, which is used up by it. */
  take(call: Call): Fault | undefined {
    const planned = this.#planned.find((each) => each.left > 0 && matches(each.matcher, call));
    if (planned === undefined) return undefined;
    planned.left -= 1;
    return planned.fault;
  }

  /** Settles when no hold concerns this request any more. */
  async passHolds(call: Call): Promise<void> {
    for (const holding of [...this.#holds]) {
      if (!matches(holding.matcher, call)) continue;
      holding.arrive(call);
      await holding.released;
    }
  }
}
