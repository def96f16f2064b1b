import type { ServerResponse } from 'node:http';

/** What goes wrong with one answer. `cloudFault` makes them. */
export type CloudFault = (response: ServerResponse) => void;

/** Makers of faults. */
export const cloudFault = {
  /** Never answers. */
  hang: (): CloudFault => () => undefined,
  /** Breaks the connection. */
  reset: (): CloudFault => (response) => {
    response.destroy();
  },
  /** Any answer; an object is sent as JSON. */
  answer:
    (status: number, body: unknown = '', headers: Readonly<Record<string, string>> = {}): CloudFault =>
    (response) => {
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    },
  /** A web page with status 200, as a portal before the network would send. */
  page: (): CloudFault =>
    cloudFault.answer(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
  /** An answer that goes on until the client has had enough. */
  endless: (): CloudFault => (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
    };
    response.writeHead(200).on('drain', more);
    more();
  },
} as const;
