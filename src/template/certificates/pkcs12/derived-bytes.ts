import { createHash, createHmac } from 'node:crypto';

const LABEL = 'salts of a PKCS#12 archive';

/**
 * Salts and initialization vectors that depend on what is encrypted and on nothing else. Random ones would make another archive in
 * each pass, and with it a write of the target and a rollout. Each content has its own, so no key is used with the same vector
 * for two contents; and as a private key is part of what is hashed, they tell nothing to whom they are shown.
 */
export class DerivedBytes {
  private block = 0;
  private rest: Buffer = Buffer.alloc(0);

  private constructor(private readonly seed: Buffer) {}

  /** From the parts of the content and the password (a byte string); each is hashed with its length before it. */
  static from(parts: readonly Buffer[], password: string): DerivedBytes {
    const hash = createHash('sha256');
    for (const part of [...parts, Buffer.from(password, 'latin1')]) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      hash.update(length).update(part);
    }
    return new DerivedBytes(hash.digest());
  }

  /** The next bytes: HMAC-SHA-256 in counter mode. */
  take(length: number): Buffer {
    while (this.rest.length < length) {
      const block = createHmac('sha256', this.seed).update(`${LABEL} ${this.block++}`).digest();
      this.rest = Buffer.concat([this.rest, block]);
    }
    const taken = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return taken;
  }
}
