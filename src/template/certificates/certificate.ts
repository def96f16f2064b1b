import { X509Certificate } from 'node:crypto';
import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { contentOf, inside, oidOf, onlyElement, TAG, type Element } from './der.ts';
import { encodePem, pemBlocks } from './pem.ts';

const SUBJECT_KEY_ID = '2.5.29.14';
const AUTHORITY_KEY_ID = '2.5.29.35';
/** What reading a certificate costs, some 100 µs. */
const PARSE_COST = 2_000;

/** A certificate, with the identifiers by which chains are put in order. */
export interface Certificate {
  readonly der: Buffer;
  /** Hexadecimal; empty when there is none. */
  readonly subjectKeyId: string;
  readonly authorityKeyId: string;
}

/** Reads one certificate; throws an execute fault when the bytes are none. Nothing is verified. */
export function parseCertificate(der: Buffer, meter: Meter): Certificate {
  meter.spend(PARSE_COST);
  const [body] = inside(onlyElement(der));
  try {
    new X509Certificate(der);
  } catch {
    throw executeFault('the data is not an X.509 certificate');
  }
  const extensions = inside(body).find(({ tag }) => tag === TAG.explicit3);
  const ids = new Map(extensions === undefined ? [] : inside(inside(extensions, TAG.explicit3)[0]).map(extension));
  return {
    der,
    subjectKeyId: ids.get(SUBJECT_KEY_ID) ?? '',
    authorityKeyId: ids.get(AUTHORITY_KEY_ID) ?? '',
  };
}

/** The object identifier of an extension, and the key identifier in it if it is one that has any. */
function extension(element: Element): readonly [string, string] {
  const parts = inside(element);
  const oid = oidOf(parts[0]);
  if (oid !== SUBJECT_KEY_ID && oid !== AUTHORITY_KEY_ID) return [oid, ''];
  const value = onlyElement(contentOf(parts.at(-1), TAG.octets));
  const id = oid === SUBJECT_KEY_ID ? value : inside(value).find(({ tag }) => tag === TAG.context0);
  return [oid, id?.content.toString('hex') ?? ''];
}

/** All certificates of a PEM text; throws an execute fault for a block that is something else. */
export function certificatesOf(text: string, meter: Meter): Certificate[] {
  return pemBlocks(text, meter).blocks.map(({ bytes }) => parseCertificate(bytes, meter));
}

/** A root signs itself. */
export function isRoot({ authorityKeyId, subjectKeyId }: Certificate): boolean {
  return authorityKeyId === '' || authorityKeyId === subjectKeyId;
}

/**
 * From the leaf up to the root, by key identifiers. Throws an execute fault when there is no leaf, or more than one. This is
 * about order only: neither signatures nor dates are looked at.
 */
export function orderChain(certificates: readonly Certificate[], meter: Meter): Certificate[] {
  meter.spend(certificates.length ** 2);
  const parents = new Map(
    certificates.map((child) => [
      child,
      certificates.find((other) => other !== child && other.subjectKeyId === child.authorityKeyId),
    ]),
  );
  const issuers = new Set(parents.values());
  const [leaf, ...others] = certificates.filter((certificate) => !issuers.has(certificate));
  if (leaf === undefined || others.length > 0) throw executeFault('the certificates are not one chain with one leaf');
  const chain: Certificate[] = [];
  for (let next: Certificate | undefined = leaf; next !== undefined; next = parents.get(next)) {
    if (chain.includes(next)) throw executeFault('the certificates issue each other in a circle');
    chain.push(next);
  }
  return chain;
}

/** As PEM, one after the other. */
export function encodeCertificates(certificates: readonly Certificate[], meter: Meter): string {
  for (const { der } of certificates) meter.room(der.length * 1.4 + 64);
  return certificates.map(({ der }) => encodePem('CERTIFICATE', der)).join('');
}
