import type { IncomingHttpHeaders } from 'node:http';

/** Headers in which proxies name the client, the first that is present counts. */
const PROXY_HEADERS = ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'x-client-ip'];

/** The address rate limits are counted by: whatever a proxy header claims, else the other end of the connection. */
export function clientAddress(headers: IncomingHttpHeaders, remote: string | undefined): string {
  for (const name of PROXY_HEADERS) {
    const value = headers[name]?.toString().split(',')[0]?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return remote ?? 'unknown';
}
