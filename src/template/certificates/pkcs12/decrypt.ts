import { createDecipheriv } from 'node:crypto';
import { executeFault } from '../../fault.ts';
import type { Meter } from '../../meter.ts';
import { contentOf, inside, oidOf, smallInteger, TAG, type Element } from '../der.ts';
import { derivePlain, deriveWide, PURPOSE, type Derivation } from './derive.ts';
import { AES_KEY_BYTES, HMACS, OID } from './oids.ts';
import type { Password } from './password.ts';
import { decryptRc2 } from './rc2.ts';

/** Ciphers of RFC 7292 by object identifier: bytes of the key. */
const WIDE_KEY_BYTES: Readonly<Record<string, number>> = {
  [OID.tripleDes]: 24,
  [OID.rc2With128Bits]: 16,
  [OID.rc2With40Bits]: 5,
};

/** Decrypts by an AlgorithmIdentifier of PKCS#12 or PBES2. Throws an execute fault for another algorithm or a wrong password. */
export function decrypt(algorithm: Element | undefined, data: Buffer, password: Password, meter: Meter): Buffer {
  const [identifier, parameters] = inside(algorithm);
  const oid = oidOf(identifier);
  meter.bytes(data.length * 4);
  const plain =
    oid === OID.pbes2
      ? decryptPlain(parameters, data, password, meter)
      : decryptWide(oid, parameters, data, password, meter);
  return withoutPadding(plain);
}

function wholeBlocks(data: Buffer, size: number): void {
  if (data.length === 0 || data.length % size !== 0) throw executeFault('encrypted PKCS#12 data has a wrong length');
}

function decryptWide(
  oid: string,
  parameters: Element | undefined,
  data: Buffer,
  password: Password,
  meter: Meter,
): Buffer {
  const keyBytes = WIDE_KEY_BYTES[oid];
  if (keyBytes === undefined) throw unknownAlgorithm(oid);
  wholeBlocks(data, 8);
  const [salt, iterations] = inside(parameters);
  const derivation = { digest: 'sha1', salt: contentOf(salt, TAG.octets), iterations: smallInteger(iterations) };
  const key = deriveWide(derivation, password.wide, PURPOSE.key, keyBytes, meter);
  const iv = deriveWide(derivation, password.wide, PURPOSE.iv, 8, meter);
  if (oid !== OID.tripleDes) {
    // In this language it takes some 2 µs per block.
    meter.spend(data.length * 6);
    return decryptRc2(key, iv, data);
  }
  return withCipher('des-ede3-cbc', key, iv, data);
}

/** PBKDF2 with its parameters: salt, iterations, perhaps a length of the key, and the HMAC unless it is that of SHA-1. */
export function pbkdf2Of(algorithm: Element | undefined): Derivation & { readonly keyBytes: number | undefined } {
  const [identifier, parameters] = inside(algorithm);
  if (oidOf(identifier) !== OID.pbkdf2) throw unknownAlgorithm(oidOf(identifier));
  const [salt, iterations, ...options] = inside(parameters);
  const length = options.find(({ tag }) => tag === TAG.integer);
  const hmac = options.find(({ tag }) => tag === TAG.sequence);
  const digest = hmac === undefined ? 'sha1' : HMACS[oidOf(inside(hmac)[0])];
  if (digest === undefined) throw executeFault('the PKCS#12 data uses an HMAC that is not known');
  return {
    digest,
    salt: contentOf(salt, TAG.octets),
    iterations: smallInteger(iterations),
    keyBytes: length === undefined ? undefined : smallInteger(length),
  };
}

function decryptPlain(parameters: Element | undefined, data: Buffer, password: Password, meter: Meter): Buffer {
  const [kdf, scheme] = inside(parameters);
  const [cipher, iv] = inside(scheme);
  const keyBytes = AES_KEY_BYTES[oidOf(cipher)];
  if (keyBytes === undefined) throw unknownAlgorithm(oidOf(cipher));
  wholeBlocks(data, 16);
  const key = derivePlain(pbkdf2Of(kdf), password.plain, keyBytes, meter);
  const vector = contentOf(iv, TAG.octets);
  if (vector.length !== 16) throw executeFault('encrypted PKCS#12 data has a wrong initialization vector');
  return withCipher(`aes-${keyBytes * 8}-cbc`, key, vector, data);
}

function withCipher(name: string, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv(name, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

function withoutPadding(plain: Buffer): Buffer {
  const length = plain.at(-1) ?? 0;
  const padding = plain.subarray(plain.length - length);
  if (length === 0 || length > 16 || length > plain.length || padding.some((byte) => byte !== length)) {
    throw executeFault('the password does not fit the PKCS#12 data');
  }
  return plain.subarray(0, plain.length - length);
}

function unknownAlgorithm(oid: string): Error {
  return executeFault(`the PKCS#12 data uses the algorithm ${oid}, which is not known`);
}
