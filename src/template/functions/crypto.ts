import { createDecipheriv } from 'node:crypto';
import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { decodeBase64 } from './base-decoding.ts';
import { fixed, type FunctionTable } from './signature.ts';

const BLOCK = 16;
const KEY_BYTES = 32;

/** What encryptAES of sprig made: AES-256 in CBC mode, the initialization vector first. A password that is too short is filled with zeros. */
function decryptAes(meter: Meter, password: string, text: string): string {
  if (text === '') return '';
  meter.bytes(text.length * 8);
  const decoded = decodeBase64(text);
  if (!('bytes' in decoded)) throw executeFault('the text is not base 64');
  const bytes = Buffer.from(decoded.bytes, 'latin1');
  const body = bytes.subarray(BLOCK);
  if (body.length === 0 || body.length % BLOCK !== 0)
    throw executeFault('the text has not the length of encrypted data');
  const key = Buffer.alloc(KEY_BYTES);
  key.write(password, 'latin1');
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(body), decipher.final()]);
  const padding = plain.at(-1) ?? 0;
  if (padding > plain.length) throw executeFault('the password does not fit the text');
  return plain.subarray(0, plain.length - padding).toString('latin1');
}

/** The functions on secrets that need no chance. */
export const crypto: FunctionTable = {
  decryptAES: fixed(['string', 'string'], decryptAes),
};
