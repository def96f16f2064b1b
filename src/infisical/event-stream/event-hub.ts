import {
  type Gauge,
  type Listening,
  type Metrics,
  type OperatorError,
  REASONS,
  type SourceSubscription,
  terminal,
} from '#kernel';
import type { Caller } from '../access/index.ts';
import { closedError } from '../flight/index.ts';
import { fingerprint } from '../host/index.ts';
import { type FeedServices, ProjectFeed } from './project-feed.ts';
import type { WatchedSource } from './topic.ts';

/** Streams at a time: each holds a connection, and who makes resources decides how many there would be. */
const MOST_FEEDS = 512;

/** Who wants to hear of a source. */
export interface Subscriber {
  readonly caller: Caller;
  readonly projectId: string;
  readonly source: WatchedSource;
  readonly onNews: () => void;
}

/** Shares one stream of events per host, identity and project among all who subscribe. */
export class EventHub {
  private readonly feeds = new Map<string, ProjectFeed>();
  private readonly ending = new Set<Promise<void>>();
  private readonly gauge: Gauge;
  private closed = false;

  constructor(
    private readonly services: FeedServices & { readonly metrics: Metrics },
    private readonly mostFeeds = MOST_FEEDS,
  ) {
    this.gauge = services.metrics.gauge(
      'infisical_event_streams',
      'Projects of one identity that are followed by events, by how that goes.',
      ['listening'],
    );
    this.count();
  }

  /** Opens a stream if there is none yet for this host, identity and project. It ends with its last subscription. */
  join({ caller, projectId, source, onNews }: Subscriber): SourceSubscription {
    if (this.closed) throw closedError();
    const id = fingerprint(caller.id, projectId);
    const feed = this.feeds.get(id) ?? this.open(id, caller, projectId);
    if (feed === undefined) return refusedSubscription(tooMany(this.mostFeeds));
    const leave = feed.join(caller, source, onNews);
    return {
      get listening() {
        return feed.listening;
      },
      close: () => {
        leave();
        if (feed.isEmpty && this.feeds.get(id) === feed) this.end(id, feed);
      },
    };
  }

  /** Ends all streams; resolves when none is left. */
  async close(): Promise<void> {
    this.closed = true;
    for (const [id, feed] of this.feeds) this.end(id, feed);
    await Promise.all(this.ending);
  }

  private open(id: string, caller: Caller, projectId: string): ProjectFeed | undefined {
    if (this.feeds.size >= this.mostFeeds) return undefined;
    const feed = new ProjectFeed(this.services, caller, projectId, () => {
      this.count();
    });
    this.feeds.set(id, feed);
    this.count();
    return feed;
  }

  private end(id: string, feed: ProjectFeed): void {
    this.feeds.delete(id);
    const ended = feed.close().finally(() => this.ending.delete(ended));
    this.ending.add(ended);
    this.count();
  }

  private count(): void {
    const feeds = [...this.feeds.values()];
    for (const kind of ['connecting', 'on', 'polling'] as const satisfies readonly Listening['kind'][]) {
      this.gauge.set(feeds.filter(({ listening }) => listening.kind === kind).length, { listening: kind });
    }
  }
}

/** What a subscriber gets who cannot be served. */
export function refusedSubscription(error: OperatorError): SourceSubscription {
  return { listening: { kind: 'polling', error }, close: () => undefined };
}

function tooMany(most: number): OperatorError {
  return terminal('EventsLimit', `${most} streams of events are open already.`, { hint: REASONS.EventsLimit.remedy });
}
