/** What a text decodes to, or the position of the byte that is wrong, as Go counts it. */
export type Decoded = { readonly bytes: string } | { readonly wrongAt: number };

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const isLineBreak = (char: string | undefined): boolean => char === '\n' || char === '\r';

/** Go's base64.StdEncoding: padding is asked for, line breaks are passed over, bits beyond the last byte are not looked at. */
export function decodeBase64(text: string): Decoded {
  let bytes = '';
  for (let at = 0; at < text.length;) {
    const quantum: number[] = [];
    let ended = false;
    while (quantum.length < 4 && !ended) {
      const char = text[at];
      if (char === undefined) {
        if (quantum.length === 0) return { bytes };
        return { wrongAt: at - quantum.length };
      }
      at += 1;
      const value = BASE64.indexOf(char);
      if (value >= 0) quantum.push(value);
      else if (isLineBreak(char)) continue;
      else if (char !== '=' || quantum.length < 2) return { wrongAt: at - 1 };
      else {
        const end = paddingEnd(text, at, quantum.length);
        if (typeof end !== 'number') return end;
        at = end;
        ended = true;
      }
    }
    bytes += fromBits(quantum, 6);
    if (ended) return at < text.length ? { wrongAt: at } : { bytes };
  }
  return { bytes };
}

/** Where the padding ends whose first `=` was read before `from`. */
function paddingEnd(text: string, from: number, digits: number): number | Decoded {
  let at = skipLineBreaks(text, from);
  if (digits === 2) {
    if (at === text.length) return { wrongAt: text.length };
    if (text[at] !== '=') return { wrongAt: at - 1 };
    at = skipLineBreaks(text, at + 1);
  }
  return at;
}

function skipLineBreaks(text: string, from: number): number {
  let at = from;
  while (isLineBreak(text[at])) at += 1;
  return at;
}

/** Go's base32.StdEncoding: padding is asked for, line breaks are passed over before anything is counted. */
export function decodeBase32(given: string): Decoded {
  const text = given.replaceAll(/[\r\n]/g, '');
  let bytes = '';
  for (let at = 0; at < text.length;) {
    const quantum: number[] = [];
    while (quantum.length < 8) {
      const char = text[at];
      const digits = quantum.length;
      if (char === undefined) return { wrongAt: text.length - digits };
      at += 1;
      const rest = text.length - at;
      if (char === '=' && digits >= 2 && rest < 8) {
        if (rest + digits < 7) return { wrongAt: text.length };
        const stray = text.slice(at, at + 7 - digits).search(/[^=]/);
        if (stray >= 0) return { wrongAt: at + stray - 1 };
        if (digits === 3 || digits === 6) return { wrongAt: at - 1 };
        return { bytes: bytes + fromBits(quantum, 5) };
      }
      const value = BASE32.indexOf(char);
      if (value < 0) return { wrongAt: at - 1 };
      quantum.push(value);
    }
    bytes += fromBits(quantum, 5);
  }
  return { bytes };
}

/** Base 32 with padding. */
export function encodeBase32(bytes: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) {
    const group = bytes.slice(at, at + 5);
    const bits = Array.from(group, (byte) => byte.charCodeAt(0).toString(2).padStart(8, '0')).join('');
    const digits = bits.match(/.{1,5}/g) ?? [];
    text += digits
      .map((digit) => BASE32[parseInt(digit.padEnd(5, '0'), 2)])
      .join('')
      .padEnd(8, '=');
  }
  return text;
}

/** Whole bytes out of digits of so many bits. */
function fromBits(digits: readonly number[], width: number): string {
  let value = 0n;
  for (const digit of digits) value = (value << BigInt(width)) | BigInt(digit);
  const spare = (digits.length * width) % 8;
  const count = (digits.length * width - spare) / 8;
  value >>= BigInt(spare);
  const bytes = Array.from({ length: count }, (_, i) => Number((value >> BigInt(8 * (count - 1 - i))) & 0xffn));
  return String.fromCharCode(...bytes);
}
