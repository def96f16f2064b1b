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
    let value = 0;
    for (let byte = 0; byte < 5; byte += 1) value = value * 256 + (group.charCodeAt(byte) || 0);
    const digits = Math.ceil((group.length * 8) / 5);
    for (let digit = 0; digit < 8; digit += 1) {
      text += digit < digits ? BASE32.charAt(Math.floor(value / 32 ** (7 - digit)) % 32) : '=';
    }
  }
  return text;
}

/** Whole bytes out of digits of so many bits; together at most 40, which a number holds exactly. */
function fromBits(digits: readonly number[], width: number): string {
  let value = 0;
  for (const digit of digits) value = value * 2 ** width + digit;
  const bits = digits.length * width;
  let bytes = '';
  for (let shift = bits - 8; shift >= 0; shift -= 8) {
    bytes += String.fromCharCode(Math.floor(value / 2 ** shift) % 256);
  }
  return bytes;
}
