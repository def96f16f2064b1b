import type { JsonObject } from '../json/index.ts';

/** A request, whether it came over HTTP or from the test itself. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly userAgent: string;
  readonly authorization: string;
  readonly body: string;
}

/** Where a watch writes to. */
export interface WatchSink {
  event(event: JsonObject): void;
  end(): void;
}

/** A running watch, in the hands of whoever holds the connection. */
export interface WatchSession {
  /** Sends a bookmark at the present version, when the client asked for bookmarks. */
  bookmark(): void;
  /** Ends the watch for the server's side; idempotent. */
  stop(): void;
}

/** What the server answers. */
export type ApiResponse =
  | { readonly type: 'json'; readonly code: number; readonly body: JsonObject; readonly warnings: readonly string[] }
  | { readonly type: 'text'; readonly code: number; readonly body: string }
  | { readonly type: 'watch'; readonly start: (sink: WatchSink) => WatchSession };

/** A JSON answer without warnings. */
export const jsonAnswer = (body: JsonObject, code = 200): ApiResponse => ({ type: 'json', code, body, warnings: [] });

/** A plain text answer. */
export const textAnswer = (body: string, code = 200): ApiResponse => ({ type: 'text', code, body });

/** What the real server says to a path that nothing serves. */
export const nothingHere: ApiResponse = textAnswer('404 page not found\n', 404);
