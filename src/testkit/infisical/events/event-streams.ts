import { StreamAnswer, type StreamSink } from '../http/index.ts';
import type { World } from '../state/index.ts';
import { changeFrame, covers, type EventPaths, type Interest } from './subscription.ts';

/** How the streams keep alive: an event without data, or, as releases of 2025 did, a bare digit without a line end. */
export type Ping = 'event' | 'digit';

const PINGS: Readonly<Record<Ping, string>> = { event: 'event: ping\n\n', digit: '1' };
const RIGHTS_CHECK_MS = 60_000;

/** Who subscribes to what. */
export interface Subscriber {
  readonly identityId: string;
  readonly projectId: string;
  readonly interests: readonly Interest[];
  /** Whether the subscriber still has its rights; asked every minute by the emulator's clock, at a ping. */
  readonly entitled: () => boolean;
}

/** The open event streams, with the means to disturb them. */
export class EventStreams {
  private readonly open = new Map<StreamSink, Subscriber>();
  private readonly waiters: { count: number; resolve: () => void }[] = [];
  private stalled = false;

  constructor(
    private readonly world: World,
    private readonly ping: Ping,
    private readonly pingMs: number,
    private readonly paths: EventPaths,
  ) {}

  /** Number of open streams. */
  get count(): number {
    return this.open.size;
  }

  /** Resolves as soon as that many streams are open. */
  opened(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiters.push({ count, resolve });
      this.settle();
    });
  }

  /** Writes any text to all streams as it is, such as a frame of an unknown kind or half a frame. */
  send(text: string): void {
    for (const sink of this.open.keys()) sink.write(text);
  }

  /** From now on not a byte is written, pings included, while the connections stay open. */
  stall(): void {
    this.stalled = true;
  }

  /** Ends `stall`; what happened meanwhile is lost. */
  resume(): void {
    this.stalled = false;
  }

  /** Ends all streams properly. */
  end(): void {
    for (const sink of this.open.keys()) sink.end();
  }

  /** Breaks the connections of all streams. */
  break(): void {
    for (const sink of this.open.keys()) sink.destroy();
  }

  /** How many streams an identity has open in a project. */
  countOf(identityId: string, projectId: string): number {
    return [...this.open.values()].filter((each) => each.identityId === identityId && each.projectId === projectId)
      .length;
  }

  /** The answer that opens a stream; the pings of a stream end with its connection. */
  answer(subscriber: Subscriber): StreamAnswer {
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' };
    return new StreamAnswer(headers, (sink) => {
      this.open.set(sink, subscriber);
      const stopListening = this.world.changes.listen((change) => {
        const fits = change.projectId === subscriber.projectId && covers(subscriber.interests, change, this.paths);
        if (fits && !this.stalled) sink.write(changeFrame(change, this.world.now()));
      });
      let checkedAt = this.world.now().getTime();
      const pings = setInterval(() => {
        if (this.stalled) return;
        checkedAt = this.keepAlive(sink, subscriber, checkedAt);
      }, this.pingMs);
      this.settle();
      return () => {
        clearInterval(pings);
        stopListening();
        this.open.delete(sink);
      };
    });
  }

  private keepAlive(sink: StreamSink, subscriber: Subscriber, checkedAt: number): number {
    const now = this.world.now().getTime();
    if (now - checkedAt < RIGHTS_CHECK_MS) {
      sink.write(PINGS[this.ping]);
      return checkedAt;
    }
    if (subscriber.entitled()) {
      sink.write(PINGS[this.ping]);
    } else {
      sink.write(`event: error\ndata: ${JSON.stringify({ message: 'The right to subscribe is gone' })}\n\n`);
      sink.end();
    }
    return now;
  }

  private settle(): void {
    for (const waiter of this.waiters.filter(({ count }) => this.count >= count)) {
      this.waiters.splice(this.waiters.indexOf(waiter), 1);
      waiter.resolve();
    }
  }
}
