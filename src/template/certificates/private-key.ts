import { createPrivateKey, type KeyObject } from 'node:crypto';
import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';

/** What reading a key costs, some 200 µs. */
const PARSE_COST = 4_000;

/** Forms of private keys in DER. */
export type KeyForm = 'pkcs1' | 'pkcs8' | 'sec1';

/** Reads a private key in the first of the forms that it has; throws an execute fault when it has none of them. */
export function parsePrivateKey(der: Buffer, forms: readonly KeyForm[], meter: Meter): KeyObject {
  for (const type of forms) {
    meter.spend(PARSE_COST);
    try {
      return createPrivateKey({ key: der, format: 'der', type });
    } catch {
      // Another form may fit.
    }
  }
  throw executeFault('the data is not a private key');
}

/** A private key as PKCS#8 in DER. */
export function pkcs8Of(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'pkcs8' });
}
