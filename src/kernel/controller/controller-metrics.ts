import type { Clock, Counter, Gauge, Histogram, Metrics, ResourceStates } from '../contracts/index.ts';
import type { QueueObserver } from '../queue/index.ts';

/** What is remembered of a key between passes: a few dozen bytes, no live actor. */
export interface RestingRecord {
  /** Resting state of the machine; undefined before the first pass ended. */
  readonly state: string | undefined;
  /** Failures in a row that ended in back-off. */
  readonly failures: number;
  /** Monotonic time of the last pass that ended well; before the first one, since when the object is known. */
  readonly goodAtMs: number;
}

/** What controllers measure, each metric with the kind of the resource. */
export interface ControllerMetricsOptions {
  readonly kind: string;
  readonly states: ResourceStates | undefined;
  readonly clock: Clock;
  readonly records: ReadonlyMap<string, RestingRecord>;
}

/** A state that no machine has: the pass failed in the operator itself. */
export const FAILED = 'failed';
/** No pass has ended yet. */
const PENDING = 'pending';

/** Metrics of one controller. All that can be known beforehand is there with zero from the start. */
export class ControllerMetrics implements QueueObserver {
  private readonly passes: Counter;
  private readonly durations: Histogram;
  private readonly phases: Histogram;
  private readonly waits: Histogram;
  private readonly depths: Gauge;
  private readonly resources: Gauge;
  private readonly oldest: Gauge;
  private readonly labels: { readonly kind: string };
  /** Every state that was seen, so that one which nobody rests in any more goes back to zero. */
  private readonly seen: Set<string>;
  private startedAtMs: number | undefined;

  constructor(
    metrics: Metrics,
    private readonly options: ControllerMetricsOptions,
  ) {
    const { kind, states } = options;
    this.labels = { kind };
    this.passes = metrics.counter(
      'passes_total',
      `Passes that ended, by kind and by the state that they came to rest in; "${FAILED}" is a fault of the operator itself.`,
      ['kind', 'state'],
    );
    this.durations = metrics.histogram('pass_duration_seconds', 'Time that a pass took.', ['kind']);
    this.phases = metrics.histogram(
      'phase_duration_seconds',
      'Time that passes spent in each state of their machine.',
      ['kind', 'phase'],
    );
    this.waits = metrics.histogram('queue_wait_seconds', 'Time that a key waited for a worker.', ['kind']);
    this.depths = metrics.gauge('queue_depth', 'Keys that wait for a worker.', ['kind']);
    const collect = (): void => {
      this.collect();
    };
    this.resources = metrics.gauge(
      'resources',
      `Resources that this process keeps up, by kind and by the state that their last pass came to rest in; "${PENDING}" before the first one ended.`,
      ['kind', 'state'],
      collect,
    );
    this.oldest = metrics.gauge(
      'oldest_sync_age_seconds',
      'Time since the last pass that ended well, of the resource where that is longest ago; 0 while this process makes no passes.',
      ['kind'],
    );
    const resting = states === undefined ? [] : [states.good, ...states.others];
    for (const state of [...resting, FAILED]) this.passes.inc({ kind, state }, 0);
    for (const phase of states?.working ?? []) this.phases.zero({ kind, phase });
    this.durations.zero(this.labels);
    this.waits.zero(this.labels);
    this.depths.set(0, this.labels);
    this.seen = new Set([...resting, FAILED, PENDING]);
    this.collect();
  }

  waited(ms: number): void {
    this.waits.observe(ms / 1_000, this.labels);
  }

  depth(keys: number): void {
    this.depths.set(keys, this.labels);
  }

  /** Passes begin: what was known before was not ours to keep up. */
  started(): void {
    this.startedAtMs = this.options.clock.monotonic();
  }

  /** No pass will begin any more. */
  stopped(): void {
    this.startedAtMs = undefined;
  }

  /** A pass ended in this state. */
  ended(state: string, tookMs: number): void {
    this.passes.inc({ ...this.labels, state });
    this.durations.observe(tookMs / 1_000, this.labels);
  }

  /** Times the states of one pass: to be told each that it enters. The one in which it rests takes no time. */
  phasesOfPass(): (state: string) => void {
    const { clock } = this.options;
    let last: { readonly phase: string; readonly atMs: number } | undefined;
    return (state) => {
      const atMs = clock.monotonic();
      if (last !== undefined && this.takesTime(last.phase)) {
        this.phases.observe((atMs - last.atMs) / 1_000, { ...this.labels, phase: last.phase });
      }
      last = { phase: state, atMs };
    };
  }

  /** Whether a pass that ended in this state did what it should. */
  isGood(state: string): boolean {
    return state === this.options.states?.good;
  }

  private takesTime(phase: string): boolean {
    return this.options.states?.working.includes(phase) ?? true;
  }

  private collect(): void {
    const { clock, records } = this.options;
    const counts = new Map([...this.seen].map((state) => [state, 0]));
    const nowMs = clock.monotonic();
    let oldestAtMs = nowMs;
    // Whoever stands by knows the resources as well, and must not be counted with the one that works.
    for (const { state = PENDING, goodAtMs } of this.startedAtMs === undefined ? [] : records.values()) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
      oldestAtMs = Math.min(oldestAtMs, goodAtMs);
    }
    for (const [state, count] of counts) {
      this.seen.add(state);
      this.resources.set(count, { ...this.labels, state });
    }
    const ageMs = this.startedAtMs === undefined ? 0 : nowMs - Math.max(oldestAtMs, this.startedAtMs);
    this.oldest.set(ageMs / 1_000, this.labels);
  }
}
