import {
  asOperatorError,
  backoffMs,
  type Clock,
  type Listening,
  type Log,
  type OperatorError,
  type Random,
  type Timer,
} from '#kernel';
import type { Caller } from '../access/index.ts';
import type { CallDescription } from '../failures/index.ts';
import { followStream } from './follow-stream.ts';
import { subscribeToProject } from './subscription-call.ts';
import { Topic, type WatchedSource } from './topic.ts';

/** A stream that has lived so long is a good one: failures before it are forgotten. */
const STEADY_MS = 20_000;
/** A shorter interruption is nobody's business: the read after it finds what was missed. */
const TOLERATED_MS = 15_000;
/** A server, or its plan, that has no events is asked again for the case of an upgrade. */
const UNAVAILABLE_PAUSE_MS = 3_600_000;
/** Rights are given by people who then wait for the effect. */
const REFUSED_PAUSE_MS = 300_000;

/** What a feed works with. */
export interface FeedServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The one stream of an identity and a project, opened again whenever it ends, and all sources that it brings news of. */
export class ProjectFeed {
  /** How it stands. */
  listening: Listening = { kind: 'connecting' };
  private readonly topics = new Map<string, Topic>();
  private readonly stopping = new AbortController();
  private readonly log: Log;
  private readonly ended: Promise<void>;
  /** Failures in a row. */
  private failures = 0;
  /** Since when there has been no good stream. */
  private downMs: number;
  private patience: Timer | undefined;

  /** Starts at once. `onListening` is told when `listening` has changed, before the subscribers are. */
  constructor(
    private readonly services: FeedServices,
    private caller: Caller,
    private readonly projectId: string,
    private readonly onListening: () => void,
  ) {
    this.log = services.log.child({ host: caller.host.base, project: projectId });
    this.downMs = services.clock.monotonic();
    this.ended = this.run();
  }

  get isEmpty(): boolean {
    return this.topics.size === 0;
  }

  /**
   * Adds a subscriber with its way to log in: the newest is used from the next stream on, as older ones may belong to resources that are gone. The first
   * subscriber of a source gets a read that no event can be missing in. The function it returns takes the subscriber away.
   */
  join(caller: Caller, source: WatchedSource, onNews: () => void): () => void {
    this.caller = caller;
    const topic = this.topics.get(source.key) ?? new Topic(this.services.clock, source);
    if (topic.isEmpty) source.outdate();
    this.topics.set(source.key, topic);
    const leave = topic.add(onNews);
    return () => {
      leave();
      if (!topic.isEmpty || this.topics.get(source.key) !== topic) return;
      topic.close();
      this.topics.delete(source.key);
    };
  }

  /** Ends the stream; resolves when nothing of it runs any more. */
  async close(): Promise<void> {
    this.stopping.abort(new DOMException('Nobody listens any more.', 'AbortError'));
    for (const topic of this.topics.values()) topic.close();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const failure = await this.follow(signal);
      if (failure !== undefined) await this.pause(this.failed(failure), signal);
    }
    this.patience?.cancel();
  }

  /** One stream, from its call to its end; undefined when it was ended from here. */
  private async follow(signal: AbortSignal): Promise<OperatorError | undefined> {
    const { clock } = this.services;
    const call = subscribeToProject(this.projectId);
    const about: CallDescription = { what: call.what, host: this.caller.host.base };
    let steady: Timer | undefined;
    const observer = {
      opened: () => {
        steady = clock.timer(STEADY_MS, () => {
          this.isGood();
        });
        this.opened();
      },
      changed: (folders: Parameters<Topic['changed']>[0]) => {
        for (const topic of this.topics.values()) topic.changed(folders);
      },
    };
    try {
      return await followStream({ clock, about, open: (until) => this.caller.stream(call, until), observer }, signal);
    } catch (error) {
      return signal.aborted ? undefined : asOperatorError(error);
    } finally {
      steady?.cancel();
    }
  }

  private opened(): void {
    this.patience?.cancel();
    if (this.failures === 0) this.set({ kind: 'on' });
    // Nothing is replayed: whatever changed before this moment must be read.
    for (const topic of this.topics.values()) topic.announce();
  }

  private isGood(): void {
    this.failures = 0;
    if (this.listening.kind === 'on') return;
    this.set({ kind: 'on' });
    this.notify();
  }

  /** Takes note of a failure; gives the time to wait. */
  private failed(failure: OperatorError): number {
    const { clock, random } = this.services;
    if (this.failures === 0 && this.listening.kind === 'on') this.downMs = clock.monotonic();
    if (failure.disposition === 'terminal') {
      this.failures = 0;
      this.fallBack(failure);
      const isUnavailable = failure.reason === 'EventsUnsupported' || failure.reason === 'EventsUnlicensed';
      return (isUnavailable ? UNAVAILABLE_PAUSE_MS : REFUSED_PAUSE_MS) * (1 + random.next() / 10);
    }
    this.failures += 1;
    this.patience?.cancel();
    this.patience = clock.timer(this.downMs + TOLERATED_MS - clock.monotonic(), () => {
      this.fallBack(failure);
    });
    return Math.max(failure.retryAfterMs ?? 0, failure.putOff?.ms ?? 0, backoffMs(this.failures, random));
  }

  /** From now on only polling helps. Of failures that may pass the first one is told: they alternate, and each telling is a write per resource. */
  private fallBack(error: OperatorError): void {
    const { listening } = this;
    const isTold =
      listening.kind === 'polling' &&
      (listening.error.reason === error.reason ||
        (listening.error.disposition === 'retryable' && error.disposition === 'retryable'));
    if (isTold) return;
    this.set({ kind: 'polling', error });
    this.notify();
  }

  private set(listening: Listening): void {
    this.listening = listening;
    if (listening.kind === 'polling') {
      const { reason, message } = listening.error;
      this.log.warn('no instant updates: changes are found by polling', { reason, detail: message });
    } else {
      this.log.info('instant updates are on');
    }
    this.onListening();
  }

  private notify(): void {
    for (const topic of this.topics.values()) topic.notify();
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.services.clock.timer(ms, resolve);
      signal.addEventListener(
        'abort',
        () => {
          timer.cancel();
          resolve();
        },
        { once: true },
      );
      if (signal.aborted) resolve();
    });
  }
}
