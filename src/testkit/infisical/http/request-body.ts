import type { IncomingMessage } from 'node:http';
import { Refusal } from '../era/index.ts';

const LIMIT_BYTES = 1024 * 1024;

/**
 * The parsed body of a request: JSON or a form; null if there is none, which is what handlers' checks then complain
 * about. Throws refusals for other media types, for more than 1 MiB, and for JSON that is empty or broken.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    // The rest is read and dropped, so that the client gets the answer instead of a broken pipe.
    if (size <= LIMIT_BYTES) chunks.push(bytes);
  }
  if (size > LIMIT_BYTES) throw new Refusal('bodyTooLarge', 'The body is larger than 1 MiB');
  return parse(Buffer.concat(chunks).toString('utf8'), request.headers['content-type']);
}

function parse(text: string, contentType: string | undefined): unknown {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === undefined && text === '') return null;
  if (mediaType === 'application/json') return parseJson(text);
  if (mediaType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  throw new Refusal('unsupportedMedia', `Bodies of the media type ${mediaType ?? 'undefined'} are not understood`);
}

function parseJson(text: string): unknown {
  if (text === '') throw new Refusal('emptyJson', 'The body is empty although it is announced as JSON');
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the body.
    throw new Refusal('malformedJson', 'The body is no JSON');
  }
}
