import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';
import type { Counter, Gauge, Histogram, Metrics } from '#kernel';

const PREFIX = 'infisical_operator_';
/** Seconds: from a cached pass to one that hangs until its deadline. */
const BUCKETS = [0.002, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Prometheus metrics in a registry of their own. Asking twice for one name gives the same metric. */
export class PrometheusMetrics implements Metrics {
  private readonly registry = new Registry();
  private readonly made = new Map<string, Counter & Gauge & Histogram>();
  private readonly collectors: (() => void)[] = [];

  /** `runtime`: also the process metrics of Node (memory, event loop, garbage collection). */
  constructor(options: { readonly runtime: boolean } = { runtime: false }) {
    if (options.runtime) collectDefaultMetrics({ register: this.registry });
  }

  /** All metrics in the text format, and the content type to serve it with. */
  async expose(): Promise<{ readonly contentType: string; readonly text: string }> {
    for (const collect of this.collectors) collect();
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  counter(name: string, help: string, labels: readonly string[] = []): Counter {
    return this.once(name, () => {
      const metric = new PromCounter({
        name: PREFIX + name,
        help,
        labelNames: [...labels],
        registers: [this.registry],
      });
      return {
        ...UNUSED,
        inc: (values = {}, by = 1) => {
          metric.inc(values, by);
        },
      };
    });
  }

  gauge(name: string, help: string, labels: readonly string[] = [], collect?: () => void): Gauge {
    if (collect !== undefined) this.collectors.push(collect);
    return this.once(name, () => {
      const metric = new PromGauge({ name: PREFIX + name, help, labelNames: [...labels], registers: [this.registry] });
      return {
        ...UNUSED,
        set: (value, values = {}) => {
          metric.set(values, value);
        },
      };
    });
  }

  histogram(name: string, help: string, labels: readonly string[] = []): Histogram {
    return this.once(name, () => {
      const metric = new PromHistogram({
        name: PREFIX + name,
        help,
        labelNames: [...labels],
        buckets: BUCKETS,
        registers: [this.registry],
      });
      return {
        ...UNUSED,
        observe: (value, values = {}) => {
          metric.observe(values, value);
        },
        zero: (values = {}) => {
          metric.zero(values);
        },
      };
    });
  }

  private once(name: string, make: () => Counter & Gauge & Histogram): Counter & Gauge & Histogram {
    const present = this.made.get(name);
    if (present !== undefined) return present;
    const metric = make();
    this.made.set(name, metric);
    return metric;
  }
}

/** What a metric of one type does when it is used as another: a fault of ours, shown at once. */
const UNUSED: Counter & Gauge & Histogram = {
  inc: () => {
    throw new Error('this metric is no counter');
  },
  set: () => {
    throw new Error('this metric is no gauge');
  },
  observe: () => {
    throw new Error('this metric is no histogram');
  },
  zero: () => {
    throw new Error('this metric is no histogram');
  },
};
