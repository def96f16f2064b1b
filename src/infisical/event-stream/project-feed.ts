import { asOperatorError, type Clock, type Listening, type Log, type OperatorError, type Random } from '#kernel';
import type { Caller } from '../access/index.ts';
import { meansThat } from '../failures/index.ts';
import { followStream, type StreamObserver } from './follow-stream.ts';
import { Gate } from './gate.ts';
import { pause } from './pause.ts';
import { isWithin, type Reach, treesAround } from './reach.ts';
import { Standing } from './standing.ts';
import { subscribeTo } from './subscription-call.ts';
import { Topic, type WatchedSource } from './topic.ts';

/** What a feed works with. */
export interface FeedServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The one stream of an identity and a project, opened again whenever it ends, and all sources that it brings news of. */
export class ProjectFeed {
  private readonly topics = new Map<string, Topic>();
  private readonly stopping = new AbortController();
  private readonly standing: Standing;
  private readonly log: Log;
  private readonly ended: Promise<void>;
  /** Opens the stream anew when it does not reach all sources. */
  private readonly widening: Gate;
  /** The stream that is open or being opened. */
  private current = new AbortController();
  /** How far the open stream reaches. */
  private reach: Reach = 'project';

  /** Starts at once. `onListening` is told when `listening` has changed, before the subscribers are. */
  constructor(
    private readonly services: FeedServices,
    private caller: Caller,
    private readonly projectId: string,
    private readonly onListening: () => void,
  ) {
    this.log = services.log.child({ host: caller.host.base, project: projectId });
    this.standing = new Standing(services.clock, services.random, (listening) => {
      this.tell(listening);
    });
    this.widening = new Gate(services.clock, () => {
      this.current.abort();
    });
    this.ended = this.run();
  }

  /** How it stands. */
  get listening(): Listening {
    return this.standing.listening;
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
    if (topic.isEmpty) topic.outdate();
    this.topics.set(source.key, topic);
    this.widenFor(topic);
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
    this.widening.close();
    for (const topic of this.topics.values()) topic.close();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const failure = await this.follow(signal);
      if (failure !== undefined) await pause(this.services.clock, this.standing.failed(failure), signal);
    }
    this.standing.close();
  }

  /** One stream, from its call to its end; undefined when it was ended from here. */
  private async follow(stopping: AbortSignal): Promise<OperatorError | undefined> {
    const { clock } = this.services;
    const { what } = subscribeTo(this.projectId, 'project');
    this.current = new AbortController();
    const signal = AbortSignal.any([stopping, this.current.signal]);
    const open = (until: AbortSignal): Promise<AsyncIterable<Uint8Array>> => this.subscribe(until);
    try {
      const about = { what, host: this.caller.host.base };
      return await followStream({ clock, about, open, observer: this.observer }, signal);
    } catch (error) {
      return signal.aborted ? undefined : asOperatorError(error);
    } finally {
      this.reach = 'project';
    }
  }

  /** Subscribes to the whole project, or, where that is not allowed, to no more than what is read of it. */
  private async subscribe(until: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.caller.stream(subscribeTo(this.projectId, 'project'), until);
    } catch (denied) {
      const trees = treesAround([...this.topics.values()].map(({ source }) => source));
      if (!meansThat(denied, 'eventsDenied') || trees === undefined) throw denied;
      try {
        const chunks = await this.caller.stream(subscribeTo(this.projectId, trees), until);
        this.reach = trees;
        return chunks;
      } catch (error) {
        throw meansThat(error, 'eventsDenied') ? denied : error;
      }
    }
  }

  private widenFor({ source }: Topic): void {
    if (!isWithin(this.reach, source)) this.widening.hit();
  }

  private readonly observer: StreamObserver = {
    opened: () => {
      // Nothing is replayed: whatever changed before this moment must be read.
      for (const topic of this.topics.values()) {
        topic.outdate();
        this.widenFor(topic);
      }
      // The subscribers hear of a change of standing anyway.
      if (!this.standing.opened()) this.notify();
    },
    changed: (folders) => {
      for (const topic of this.topics.values()) topic.changed(folders);
    },
  };

  private tell(listening: Listening): void {
    if (listening.kind === 'polling') {
      const { reason, message } = listening.error;
      this.log.warn('no instant updates: changes are found by polling', { reason, detail: message });
    } else {
      this.log.info('instant updates are on');
    }
    this.onListening();
    this.notify();
  }

  private notify(): void {
    for (const topic of this.topics.values()) topic.notify();
  }
}
