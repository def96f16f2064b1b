import { hash, pbkdf2Sync } from 'node:crypto';
import { executeFault } from '../../fault.ts';
import type { Meter } from '../../meter.ts';

/** Units per iteration: a digest alone, and an HMAC of two digests in native code. */
const DIGEST_COST = 20;
const HMAC_COST = 16;

/** Bytes of the blocks that a digest works on, and of its result. */
const SIZES: Readonly<Record<string, { block: number; result: number }>> = {
  sha1: { block: 64, result: 20 },
  sha256: { block: 64, result: 32 },
  sha512: { block: 128, result: 64 },
};

/** What a key of RFC 7292 is derived for. */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** How a key is derived from a password. */
export interface Derivation {
  readonly digest: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

function sizesOf(digest: string): { block: number; result: number } {
  const sizes = SIZES[digest];
  if (sizes === undefined) throw executeFault('the PKCS#12 data uses a digest that is not known');
  return sizes;
}

function filled(bytes: Buffer, block: number): Buffer {
  return bytes.length === 0 ? bytes : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Key derivation of RFC 7292, appendix B.2, from a wide password. Pays for each iteration before it is made. */
export function deriveWide(
  { digest, salt, iterations }: Derivation,
  password: Buffer,
  purpose: number,
  length: number,
  meter: Meter,
): Buffer {
  const { block, result } = sizesOf(digest);
  meter.bytes(salt.length + password.length);
  meter.spend(Math.ceil(length / result) * iterations * DIGEST_COST);
  const diversifier = Buffer.alloc(block, purpose);
  const input = Buffer.concat([filled(salt, block), filled(password, block)]);
  const pieces: Buffer[] = [];
  for (let made = 0; made < length; made += result) {
    let piece = hash(digest, Buffer.concat([diversifier, input]), 'buffer');
    for (let round = 1; round < iterations; round++) piece = hash(digest, piece, 'buffer');
    pieces.push(piece);
    addToBlocks(input, Buffer.alloc(block, piece), block);
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** Adds a number and one to each block, modulo its size. */
function addToBlocks(input: Buffer, number: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      const sum = (input[start + at] ?? 0) + (number[at] ?? 0) + carry;
      input[start + at] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

/** PBKDF2 of RFC 8018. Pays for each iteration before it is made. */
export function derivePlain(
  { digest, salt, iterations }: Derivation,
  password: Buffer,
  length: number,
  meter: Meter,
): Buffer {
  meter.spend(Math.ceil(length / sizesOf(digest).result) * iterations * HMAC_COST);
  if (iterations < 1) throw executeFault('the PKCS#12 data has no iterations');
  return pbkdf2Sync(password, salt, iterations, length, digest);
}
