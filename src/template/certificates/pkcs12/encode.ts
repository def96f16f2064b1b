import { createCipheriv, createHash, createHmac } from 'node:crypto';
import type { Meter } from '../../meter.ts';
import { encode, encodeInteger, encodeOid, sequence, TAG } from '../der.ts';
import { DerivedBytes } from './derived-bytes.ts';
import { derivePlain, deriveWide, PURPOSE } from './derive.ts';
import { OID } from './oids.ts';
import { passwordOf, type Password } from './password.ts';

const ITERATIONS = 2_048;
const SALT_BYTES = 16;
const NULL = encode(TAG.null);
const NO_ATTRIBUTES = encode(TAG.set);

/**
 * An archive with a key (PKCS#8) and certificates (DER), the first being that of the key: AES-256 by PBES2, SHA-256 all
 * through, as OpenSSL 3 writes it. The same input gives the same bytes.
 */
export function encodePkcs12(
  key: Buffer,
  certificates: readonly [Buffer, ...Buffer[]],
  password: string,
  meter: Meter,
): Buffer {
  meter.bytes([key, ...certificates].reduce((sum, { length }) => sum + length, 0) * 16);
  return new Encoder(passwordOf(password), DerivedBytes.from([key, ...certificates], password), meter).encode(
    key,
    certificates,
  );
}

class Encoder {
  constructor(
    private readonly password: Password,
    private readonly derived: DerivedBytes,
    private readonly meter: Meter,
  ) {}

  encode(key: Buffer, certificates: readonly [Buffer, ...Buffer[]]): Buffer {
    const localKeyId = createHash('sha1').update(certificates[0]).digest();
    const attributes = encode(
      TAG.set,
      sequence(encodeOid(OID.localKeyId), encode(TAG.set, encode(TAG.octets, localKeyId))),
    );
    const shrouded = this.encrypted(key);
    const keyBag = bag(OID.shroudedKeyBag, sequence(shrouded.algorithm, encode(TAG.octets, shrouded.data)), attributes);
    const certificateBags = certificates.map((der, i) => certificateBag(der, i === 0 ? attributes : NO_ATTRIBUTES));
    const certificatePart = this.encrypted(sequence(...certificateBags));
    const safe = sequence(
      contentInfo(
        OID.encryptedData,
        sequence(
          encodeInteger(0),
          sequence(encodeOid(OID.data), certificatePart.algorithm, encode(TAG.context0, certificatePart.data)),
        ),
      ),
      contentInfo(OID.data, encode(TAG.octets, sequence(keyBag))),
    );
    return sequence(encodeInteger(3), contentInfo(OID.data, encode(TAG.octets, safe)), this.mac(safe));
  }

  /** Encrypts by PBES2, and says how. */
  private encrypted(plain: Buffer): { algorithm: Buffer; data: Buffer } {
    const salt = this.derived.take(SALT_BYTES);
    const iv = this.derived.take(SALT_BYTES);
    const derivation = { digest: 'sha256', salt, iterations: ITERATIONS };
    const cipher = createCipheriv('aes-256-cbc', derivePlain(derivation, this.password.plain, 32, this.meter), iv);
    const parameters = sequence(
      encode(TAG.octets, salt),
      encodeInteger(ITERATIONS),
      sequence(encodeOid(OID.hmacSha256), NULL),
    );
    const scheme = sequence(encodeOid(OID.aes256), encode(TAG.octets, iv));
    const algorithm = sequence(encodeOid(OID.pbes2), sequence(sequence(encodeOid(OID.pbkdf2), parameters), scheme));
    return { algorithm, data: Buffer.concat([cipher.update(plain), cipher.final()]) };
  }

  private mac(message: Buffer): Buffer {
    const salt = this.derived.take(SALT_BYTES);
    const derivation = { digest: 'sha256', salt, iterations: ITERATIONS };
    const key = deriveWide(derivation, this.password.wide, PURPOSE.mac, 32, this.meter);
    const digest = createHmac('sha256', key).update(message).digest();
    return sequence(
      sequence(sequence(encodeOid(OID.sha256)), encode(TAG.octets, digest)),
      encode(TAG.octets, salt),
      encodeInteger(ITERATIONS),
    );
  }
}

function contentInfo(oid: string, content: Buffer): Buffer {
  return sequence(encodeOid(oid), encode(TAG.explicit0, content));
}

function bag(oid: string, value: Buffer, attributes: Buffer): Buffer {
  return sequence(encodeOid(oid), encode(TAG.explicit0, value), attributes);
}

function certificateBag(der: Buffer, attributes: Buffer): Buffer {
  const value = sequence(encodeOid(OID.x509Certificate), encode(TAG.explicit0, encode(TAG.octets, der)));
  return bag(OID.certificateBag, value, attributes);
}
