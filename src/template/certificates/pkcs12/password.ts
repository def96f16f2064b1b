import { executeFault } from '../../fault.ts';
import { fromBytes } from '../../values/utf8.ts';

/** A password in the two forms that PKCS#12 needs. */
export interface Password {
  /** Two bytes per character and a zero, as RFC 7292 has it. */
  readonly wide: Buffer;
  /** UTF-8, for what comes from PKCS#5. */
  readonly plain: Buffer;
}

/** From a byte string; throws an execute fault for a character that two bytes cannot hold. */
export function passwordOf(bytes: string): Password {
  const text = fromBytes(bytes);
  if (/[\u{10000}-\u{10ffff}]/u.test(text)) throw executeFault('the password has a character that PKCS#12 cannot hold');
  const wide = Buffer.from(`${text}\0`, 'utf16le').swap16();
  return { wide, plain: Buffer.from(text, 'utf8') };
}

/** Some programs take no bytes at all for the empty password. */
export const NO_PASSWORD: Password = { wide: Buffer.alloc(0), plain: Buffer.alloc(0) };
