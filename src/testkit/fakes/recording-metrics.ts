import type { Counter, Gauge, Histogram, MetricLabels, Metrics } from '#kernel';

/** Metrics that keep their last values by name and labels; of gauges that are computed at a scrape, those of the last `collect`. */
export class RecordingMetrics implements Metrics {
  private readonly values = new Map<string, number>();
  private readonly collectors: (() => void)[] = [];

  /** The value of one sample; 0 when it was never touched. For a histogram: the number of observations. */
  value(name: string, labels: MetricLabels = {}): number {
    return this.values.get(sample(name, labels)) ?? 0;
  }

  counter(name: string): Counter {
    return {
      inc: (labels = {}, by = 1) => {
        this.add(name, labels, by);
      },
    };
  }

  /** What a scrape does. */
  collect(): void {
    for (const collect of this.collectors) collect();
  }

  gauge(name: string, _help: string, _labels?: readonly string[], collect?: () => void): Gauge {
    if (collect !== undefined) this.collectors.push(collect);
    return {
      set: (value, labels = {}) => {
        this.values.set(sample(name, labels), value);
      },
    };
  }

  histogram(name: string): Histogram {
    return {
      observe: (_value, labels = {}) => {
        this.add(name, labels, 1);
      },
      zero: (labels = {}) => {
        this.add(name, labels, 0);
      },
    };
  }

  private add(name: string, labels: MetricLabels, by: number): void {
    this.values.set(sample(name, labels), this.value(name, labels) + by);
  }
}

function sample(name: string, labels: MetricLabels): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name}{${pairs.map(([key, value]) => `${key}="${value}"`).join(',')}}`;
}
