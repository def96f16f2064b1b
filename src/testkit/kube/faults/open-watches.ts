import type { JsonObject } from '../json/index.ts';
import type { Call } from '../rest/index.ts';
import { matches, type CallMatcher } from './fault.ts';

/** One watch on the wire, as its connection lets it be treated. */
export interface OpenWatch {
  readonly call: Call;
  /** Writes raw text into the stream. */
  write(text: string): void;
  /** Ends the stream as a server does that closes it. */
  end(): void;
  /** Breaks the connection. */
  reset(): void;
  /** Keeps everything from the client from now on, without closing. */
  silence(): void;
  bookmark(): void;
}

const GONE: JsonObject = {
  type: 'ERROR',
  object: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'too old resource version',
    reason: 'Expired',
    code: 410,
  },
};

/** The watches that are open on the wire. Each act returns how many watches it met. */
export class OpenWatches {
  readonly #watches = new Set<OpenWatch>();

  /** Adds a watch; the result removes it. */
  add(watch: OpenWatch): () => void {
    this.#watches.add(watch);
    return () => {
      this.#watches.delete(watch);
    };
  }

  /** The open watches. */
  list(matcher: CallMatcher = {}): readonly Call[] {
    return this.#matching(matcher).map((watch) => watch.call);
  }

  /** Ends streams cleanly, as at their timeout. */
  end(matcher: CallMatcher = {}): number {
    return this.#each(matcher, (watch) => {
      watch.end();
    });
  }

  /** Breaks the connections. */
  cut(matcher: CallMatcher = {}): number {
    return this.#each(matcher, (watch) => {
      watch.reset();
    });
  }

  /** Sends nothing more, bookmarks included, and leaves the connections open. */
  silence(matcher: CallMatcher = {}): number {
    return this.#each(matcher, (watch) => {
      watch.silence();
    });
  }

  /** Sends an ERROR event 410 and ends the streams. */
  expire(matcher: CallMatcher = {}): number {
    return this.#each(matcher, (watch) => {
      watch.write(`${JSON.stringify(GONE)}\n`);
      watch.end();
    });
  }

  /** Sends a line that is no JSON. */
  garble(matcher: CallMatcher = {}, line = '{"type":"MODIFIED","object":{'): number {
    return this.#each(matcher, (watch) => {
      watch.write(`${line}\n`);
    });
  }

  /** Sends a bookmark to those who allow them. */
  bookmark(matcher: CallMatcher = {}): number {
    return this.#each(matcher, (watch) => {
      watch.bookmark();
    });
  }

  #matching(matcher: CallMatcher): OpenWatch[] {
    return [...this.#watches].filter((watch) => matches(matcher, watch.call));
  }

  #each(matcher: CallMatcher, act: (watch: OpenWatch) => void): number {
    const watches = this.#matching(matcher);
    for (const watch of watches) act(watch);
    return watches.length;
  }
}
