import { X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { terminal } from '#kernel';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu;

/**
 * Trust in the authorities of Node.js and those of `caPem`. Parsing some 150 certificates costs milliseconds, so this is made
 * once per pool and not per connection. Throws terminal `CaInvalid`.
 */
export function trustBesidesSystem(caPem: string): SecureContext {
  const certificates = certificatesOf(caPem);
  try {
    return createSecureContext({ ca: [...getCACertificates('default'), ...certificates] });
  } catch (error) {
    throw unreadable(error);
  }
}

/** The certificates of a PEM bundle, at least one. Throws terminal `CaInvalid`. */
export function certificatesOf(caPem: string): readonly string[] {
  const certificates = caPem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw invalid('holds no certificate');
  try {
    // OpenSSL passes over what it cannot read, and the fault would show much later, as a host that is not trusted.
    for (const certificate of certificates) new X509Certificate(certificate);
  } catch (error) {
    throw unreadable(error);
  }
  return certificates;
}

function unreadable(cause: unknown): Error {
  return invalid('holds a certificate that cannot be read', cause);
}

function invalid(why: string, cause?: unknown): Error {
  return terminal('CaInvalid', `The CA bundle ${why}.`, {
    hint: 'Put a PEM bundle under the key that tls.caRef names.',
    cause,
  });
}
