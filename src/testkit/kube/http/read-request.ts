import type { IncomingMessage } from 'node:http';
import { decodeProtobuf, PROTOBUF } from '../protobuf/index.ts';
import type { ApiRequest } from '../rest/index.ts';

/** The largest body that the real server reads, in bytes. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** A body over the limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request to its end.
 * Bodies in protobuf, which kubectl sends by some commands, become JSON here, so that nothing else knows of them.
 * @throws ApiError 415 for protobuf that cannot be read; BodyTooLarge when the body is over 3 MiB; the connection's error when the client went away.
 */
export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge('the request body is over 3 MiB');
    chunks.push(bytes);
  }
  const url = new URL(incoming.url ?? '/', 'http://server');
  const { headers } = incoming;
  const body = Buffer.concat(chunks);
  const contentType = headers['content-type'] ?? '';
  const isProtobuf = contentType.startsWith(PROTOBUF) && body.length > 0;
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    accept: headers.accept ?? '',
    contentType: isProtobuf ? 'application/json' : contentType,
    userAgent: headers['user-agent'] ?? '',
    authorization: headers.authorization ?? '',
    body: isProtobuf ? JSON.stringify(decodeProtobuf(body)) : body.toString('utf8'),
  };
}
