import { hash } from 'node:crypto';
import type { Meter } from '../meter.ts';
import { decodeBase32, decodeBase64, encodeBase32, type Decoded } from './base-decoding.ts';
import { fixed, type FunctionTable } from './signature.ts';

/** Bytes that a digest or a digit of an encoding costs, beside those of the text itself. */
const COST = 8;

/** sprig gives the error as the result, in Go's words. */
function textOrError(decoded: Decoded, encoding: string): string {
  return 'bytes' in decoded ? decoded.bytes : `illegal ${encoding} data at input byte ${decoded.wrongAt}`;
}

function digest(algorithm: string): (meter: Meter, text: string) => string {
  return (meter, text) => {
    meter.bytes(text.length);
    return hash(algorithm, Buffer.from(text, 'latin1'), 'hex');
  };
}

/** Adler-32 of RFC 1950, as a decimal number. */
function adler32(text: string): string {
  let [a, b] = [1, 0];
  for (let at = 0; at < text.length; at += 1) {
    a = (a + text.charCodeAt(at)) % 65_521;
    b = (b + a) % 65_521;
  }
  return String(b * 65_536 + a);
}

/** Encodings and digests; all work on bytes. */
export const encoding: FunctionTable = {
  b64enc: fixed(['string'], (meter, text) => {
    meter.room(Math.ceil(text.length / 3) * 4);
    return Buffer.from(text, 'latin1').toString('base64');
  }),
  b64dec: fixed(['string'], (meter, text) => {
    meter.bytes(text.length * COST);
    return textOrError(decodeBase64(text), 'base64');
  }),
  b32enc: fixed(['string'], (meter, text) => {
    meter.room(Math.ceil(text.length / 5) * 8);
    meter.bytes(text.length * COST);
    return encodeBase32(text);
  }),
  b32dec: fixed(['string'], (meter, text) => {
    meter.bytes(text.length * COST);
    return textOrError(decodeBase32(text), 'base32');
  }),
  sha1sum: fixed(['string'], digest('sha1')),
  sha256sum: fixed(['string'], digest('sha256')),
  sha512sum: fixed(['string'], digest('sha512')),
  adler32sum: fixed(['string'], (meter, text) => {
    meter.bytes(text.length);
    return adler32(text);
  }),
};
