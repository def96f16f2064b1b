import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { executeFault } from '../../fault.ts';
import type { Meter } from '../../meter.ts';
import { parseCertificate, type Certificate } from '../certificate.ts';
import { contentOf, inside, oidOf, onlyElement, smallInteger, TAG, type Element } from '../der.ts';
import { parsePrivateKey } from '../private-key.ts';
import { decrypt, pbkdf2Of } from './decrypt.ts';
import { derivePlain, deriveWide, PURPOSE } from './derive.ts';
import { DIGESTS, HMACS, OID } from './oids.ts';
import { NO_PASSWORD, passwordOf, type Password } from './password.ts';

/** What a PKCS#12 archive holds: one key, its certificate, and others. */
export interface Archive {
  readonly key: KeyObject;
  /** The first is that of the archive; the others are in the order in which they stand. */
  readonly certificates: readonly Certificate[];
}

/** Opens an archive in DER. Throws an execute fault for a wrong password and for what it cannot read; a limit fault for too many iterations. */
export function decodePkcs12(data: string, password: string, meter: Meter): Archive {
  meter.bytes(data.length * 2);
  const [version, content, mac] = inside(onlyElement(Buffer.from(data, 'latin1')));
  if (smallInteger(version) !== 3) throw executeFault('the PKCS#12 data has not version 3');
  const safe = contentOf(dataOf(content), TAG.octets);
  const fitting = verify(mac, safe, passwordOf(password), meter);
  const parts = inside(onlyElement(safe));
  if (parts.length < 1 || parts.length > 2) throw executeFault('the PKCS#12 data has not one or two parts');
  return new Bags(fitting, meter).read(parts);
}

/** The element inside of a ContentInfo of the type data. */
function dataOf(content: Element | undefined): Element {
  const [type, wrapped] = inside(content);
  if (oidOf(type) !== OID.data) throw executeFault('the PKCS#12 data is not protected by a password');
  return onlyElement(contentOf(wrapped, TAG.explicit0));
}

/** The password in the form by which the authentication code is right. */
function verify(mac: Element | undefined, message: Buffer, password: Password, meter: Meter): Password {
  const isEmpty = password.plain.length === 0;
  if (mac === undefined) {
    if (!isEmpty) throw executeFault('the PKCS#12 data has no authentication code');
    return password;
  }
  if (isAuthentic(mac, message, password, meter)) return password;
  if (isEmpty && isAuthentic(mac, message, NO_PASSWORD, meter)) return NO_PASSWORD;
  throw executeFault('the password does not fit the PKCS#12 data');
}

function isAuthentic(mac: Element, message: Buffer, password: Password, meter: Meter): boolean {
  const [info, salt, iterations] = inside(mac);
  const [algorithm, digest] = inside(info);
  const [identifier, parameters] = inside(algorithm);
  const expected = contentOf(digest, TAG.octets);
  const oid = oidOf(identifier);
  meter.bytes(message.length);
  let found: Buffer;
  if (oid === OID.pbmac1) found = plainMac(parameters, message, password, meter);
  else {
    const name = DIGESTS[oid];
    if (name === undefined) throw executeFault(`the PKCS#12 data uses the digest ${oid}, which is not known`);
    const derivation = {
      digest: name,
      salt: contentOf(salt, TAG.octets),
      iterations: iterations === undefined ? 1 : smallInteger(iterations),
    };
    const key = deriveWide(derivation, password.wide, PURPOSE.mac, expected.length, meter);
    found = createHmac(name, key).update(message).digest();
  }
  return found.length === expected.length && timingSafeEqual(found, expected);
}

/** PBMAC1 of RFC 9579. */
function plainMac(parameters: Element | undefined, message: Buffer, password: Password, meter: Meter): Buffer {
  const [kdf, scheme] = inside(parameters);
  const { keyBytes, ...derivation } = pbkdf2Of(kdf);
  const digest = HMACS[oidOf(inside(scheme)[0])];
  if (digest === undefined || keyBytes === undefined || keyBytes < 20 || keyBytes > 64) {
    throw executeFault('the authentication code of the PKCS#12 data has parameters that are not known, or a weak key');
  }
  return createHmac(digest, derivePlain(derivation, password.plain, keyBytes, meter))
    .update(message)
    .digest();
}

/** Collects the key and the certificates of all bags. */
class Bags {
  private key: KeyObject | undefined;
  private readonly certificates: Certificate[] = [];

  constructor(
    private readonly password: Password,
    private readonly meter: Meter,
  ) {}

  read(parts: readonly Element[]): Archive {
    for (const part of parts) for (const bag of inside(onlyElement(this.contents(part)))) this.bag(bag);
    const { key, certificates } = this;
    if (certificates.length === 0) throw executeFault('the PKCS#12 data has no certificate');
    if (key === undefined) throw executeFault('the PKCS#12 data has no private key');
    return { key, certificates };
  }

  private contents(part: Element): Buffer {
    const [type, wrapped] = inside(part);
    const content = onlyElement(contentOf(wrapped, TAG.explicit0));
    const oid = oidOf(type);
    if (oid === OID.data) return contentOf(content, TAG.octets);
    if (oid !== OID.encryptedData)
      throw executeFault(`the PKCS#12 data has a part of the type ${oid}, which is not known`);
    const [, algorithm, encrypted] = inside(inside(content)[1]);
    return decrypt(algorithm, contentOf(encrypted, TAG.context0), this.password, this.meter);
  }

  private bag(bag: Element): void {
    const [type, wrapped] = inside(bag);
    const value = onlyElement(contentOf(wrapped, TAG.explicit0));
    const oid = oidOf(type);
    if (oid === OID.certificateBag) {
      const [kind, certificate] = inside(value);
      if (oidOf(kind) !== OID.x509Certificate)
        throw executeFault('the PKCS#12 data has a certificate that is not X.509');
      const der = contentOf(onlyElement(contentOf(certificate, TAG.explicit0)), TAG.octets);
      this.certificates.push(parseCertificate(der, this.meter));
    } else if (oid === OID.keyBag) this.found(value.whole);
    else if (oid === OID.shroudedKeyBag) {
      const [algorithm, encrypted] = inside(value);
      this.found(decrypt(algorithm, contentOf(encrypted, TAG.octets), this.password, this.meter));
    }
  }

  private found(pkcs8: Buffer): void {
    if (this.key !== undefined) throw executeFault('the PKCS#12 data has more than one key');
    this.key = parsePrivateKey(pkcs8, ['pkcs8'], this.meter);
  }
}
