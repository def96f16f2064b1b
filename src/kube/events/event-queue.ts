import type { EventSeries } from './event-series.ts';

/**
 * A bounded queue that gives warnings before all else, and in each kind the oldest first. When full, the oldest that
 * matters least goes.
 */
export class EventQueue {
  private readonly warnings: EventSeries[] = [];
  private readonly others: EventSeries[] = [];

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.warnings.length + this.others.length;
  }

  /** Returns the one that had to go, if any. */
  push(series: EventSeries): EventSeries | undefined {
    this.laneOf(series).push(series);
    if (this.size <= this.capacity) return undefined;
    return this.others.shift() ?? this.warnings.shift();
  }

  /** Back to the front of its kind, after a try that failed. */
  putBack(series: EventSeries): void {
    this.laneOf(series).unshift(series);
  }

  next(): EventSeries | undefined {
    return this.warnings.shift() ?? this.others.shift();
  }

  private laneOf(series: EventSeries): EventSeries[] {
    return series.event.type === 'Warning' ? this.warnings : this.others;
  }
}
