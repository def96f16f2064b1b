import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { fromBytes } from '../values/utf8.ts';

/** What reading a key costs, some 200 µs. */
const PARSE_COST = 4_000;
const MOST_BYTES = 64 * 1024;

const Jwk = z.looseObject({ kty: z.string() });

function parseJwk(text: string, meter: Meter): z.infer<typeof Jwk> {
  meter.bytes(text.length);
  meter.spend(PARSE_COST);
  if (text.length > MOST_BYTES) throw executeFault('the text is too long for a JSON Web Key');
  try {
    return Jwk.parse(JSON.parse(fromBytes(text)));
  } catch {
    throw executeFault('the text is not a JSON Web Key');
  }
}

/** The public key of a JSON Web Key; of a private one, the public part. */
export function publicKeyOf(text: string, meter: Meter): KeyObject {
  const key = parseJwk(text, meter);
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    throw executeFault('the JSON Web Key has no public key of a kind that is known');
  }
}

/** The private key of a JSON Web Key. */
export function privateKeyOf(text: string, meter: Meter): KeyObject {
  const key = parseJwk(text, meter);
  try {
    return createPrivateKey({ key, format: 'jwk' });
  } catch {
    throw executeFault('the JSON Web Key has no private key of a kind that is known');
  }
}
