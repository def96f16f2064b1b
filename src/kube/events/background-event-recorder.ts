import type { Clock, Counter, EventRecorder, Log, Metrics, Random, ResourceEvent, ResourceIdentity } from '#kernel';
import { OperatorError } from '#kernel';
import { EVENT_TYPE, MEDIA, sleep, type KubeAnswer, type KubeClient } from '../client/index.ts';
import { EventQueue } from './event-queue.ts';
import {
  eventBody,
  eventCountPatch,
  eventName,
  seriesKey,
  type EventSeries,
  type EventSource,
} from './event-series.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a recorder is made of. */
export interface BackgroundEventRecorderOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly source: EventSource;
}

const PER_SECOND = 20;
const CAPACITY = 1_000;
/** The same within this time of the last one is a repetition. */
const SERIES_MS = 10 * 60_000;
const REMEMBERED = 2_000;
const TRIES = 5;
const PAUSE_MS = 2_000;

/**
 * Records Events of the core group, which every kubectl shows, behind the back of passes. They are a courtesy to
 * people: under pressure they are dropped and counted, and no failure of theirs reaches anybody.
 */
export class BackgroundEventRecorder implements EventRecorder {
  private readonly controller = new AbortController();
  private readonly queue = new EventQueue(CAPACITY);
  private readonly bucket: TokenBucket;
  private readonly dropped: Counter;
  /** By key, the least recently repeated first. */
  private readonly recent = new Map<string, EventSeries>();
  private sending: Promise<void> | undefined;

  constructor(private readonly options: BackgroundEventRecorderOptions) {
    this.bucket = new TokenBucket(options.clock, PER_SECOND, PER_SECOND);
    this.dropped = options.metrics.counter(
      'events_dropped_total',
      'Events that were not written: "full" queue, or "refused" by the API server.',
      ['cause'],
    );
    for (const cause of ['full', 'refused']) this.dropped.inc({ cause }, 0);
  }

  record(about: ResourceIdentity, event: ResourceEvent): void {
    if (this.stopped()) return;
    const series = this.seriesOf(about, event);
    if (series.queued) return;
    series.queued = true;
    const lost = this.queue.push(series);
    if (lost !== undefined) this.drop(lost, 'full');
    this.pump();
  }

  /** Waits until all is written, but not longer than this. For the shutdown, before `stop`. Never rejects. */
  async flush(timeoutMs: number): Promise<void> {
    const { clock } = this.options;
    const untilMs = clock.monotonic() + timeoutMs;
    const waiting = new AbortController();
    while (this.sending !== undefined && clock.monotonic() < untilMs) {
      await Promise.race([this.sending, sleep(clock, untilMs - clock.monotonic(), waiting.signal)]);
    }
    waiting.abort();
  }

  /** Writes nothing more; resolves when nothing is in flight. */
  async stop(): Promise<void> {
    this.controller.abort(new Error('the event recorder was stopped'));
    await this.sending;
  }

  private pump(): void {
    if (this.stopped()) return;
    this.sending ??= this.send().finally(() => {
      this.sending = undefined;
      // What came in after the last look into the queue.
      if (this.queue.size > 0) this.pump();
    });
  }

  private stopped(): boolean {
    return this.controller.signal.aborted;
  }

  private seriesOf(about: ResourceIdentity, event: ResourceEvent): EventSeries {
    const key = seriesKey(about, event);
    const now = new Date(this.options.clock.now());
    const known = this.recent.get(key);
    this.recent.delete(key);
    if (known !== undefined && now.getTime() - known.lastAt.getTime() <= SERIES_MS) {
      known.count += 1;
      known.lastAt = now;
      this.recent.set(key, known);
      return known;
    }
    const series: EventSeries = {
      about,
      event,
      firstAt: now,
      lastAt: now,
      count: 1,
      created: undefined,
      queued: false,
      failures: 0,
    };
    this.recent.set(key, series);
    this.forgetOld(now);
    return series;
  }

  private forgetOld(now: Date): void {
    for (const [key, series] of this.recent) {
      const old = now.getTime() - series.lastAt.getTime() > SERIES_MS;
      if (!old && this.recent.size <= REMEMBERED) return;
      this.recent.delete(key);
    }
  }

  private async send(): Promise<void> {
    const { signal } = this.controller;
    const { clock, log } = this.options;
    while (!this.stopped() && this.queue.size > 0) {
      const waitMs = this.bucket.take();
      if (waitMs > 0) {
        await sleep(clock, waitMs, signal);
        continue;
      }
      const series = this.queue.next();
      if (series === undefined) return;
      // What happens from here on is counted by another write.
      series.queued = false;
      try {
        await this.write(series, signal);
        series.failures = 0;
      } catch (error) {
        if (this.stopped()) return;
        log.debug('an Event could not be written', {
          reason: error instanceof OperatorError ? error.reason : 'unknown',
        });
        if (this.retry(series, error)) await sleep(clock, PAUSE_MS, signal);
      }
    }
  }

  private async write(series: EventSeries, signal: AbortSignal): Promise<void> {
    if (series.created !== undefined) {
      const answer = await this.count(series, series.created, signal);
      if (answer.kind === 'ok') return;
      // Events live for an hour or so: it may be gone, and is then told anew.
      series.created = undefined;
    }
    const { client, clock, random, source } = this.options;
    const { namespace } = series.about;
    const name = eventName(series.about, clock.now(), random.next());
    const answer = await client.request(
      {
        verb: 'create',
        target: { type: EVENT_TYPE, namespace },
        accept: MEDIA.metadata,
        body: { contentType: MEDIA.json, value: eventBody(series, name, source) },
      },
      signal,
    );
    if (answer.kind === 'ok') series.created = name;
    else this.drop(series, 'refused');
  }

  private count(series: EventSeries, name: string, signal: AbortSignal): Promise<KubeAnswer> {
    return this.options.client.request(
      {
        verb: 'patch',
        target: { type: EVENT_TYPE, namespace: series.about.namespace, name },
        accept: MEDIA.metadata,
        body: { contentType: MEDIA.mergePatch, value: eventCountPatch(series) },
      },
      signal,
    );
  }

  /** Whether it waits for another try. */
  private retry(series: EventSeries, error: unknown): boolean {
    series.failures += 1;
    const hopeless = error instanceof OperatorError && error.disposition === 'terminal';
    if (hopeless || series.failures >= TRIES) {
      this.drop(series, 'refused');
      return false;
    }
    if (!series.queued) {
      series.queued = true;
      this.queue.putBack(series);
    }
    return true;
  }

  private drop(series: EventSeries, cause: 'full' | 'refused'): void {
    series.queued = false;
    series.failures = 0;
    this.dropped.inc({ cause });
  }
}
