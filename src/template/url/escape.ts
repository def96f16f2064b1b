import { executeFault } from '../fault.ts';

/** Which part of a URL a text stands in; each has its own characters that need no escape. */
export type UrlPart = 'path' | 'host' | 'zone' | 'user' | 'fragment';

const PLAIN: Readonly<Record<UrlPart, RegExp>> = {
  path: /[A-Za-z0-9$&+,./:;=@_~-]/,
  host: /[A-Za-z0-9!"$&'()*+,.:;<=>[\]_~-]/,
  zone: /[A-Za-z0-9!"$&'()*+,.:;<=>[\]_~-]/,
  user: /[A-Za-z0-9$&+,.;=_~-]/,
  fragment: /[A-Za-z0-9!$&()*+,./:;=?@_~-]/,
};

/** Escapes what must not stand plainly in that part; texts are byte strings. */
export function escapeUrl(text: string, part: UrlPart): string {
  const plain = PLAIN[part];
  return text.replaceAll(/[^A-Za-z0-9]/g, (char) =>
    plain.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** Undoes escapes. Throws an execute fault for one that is broken, or that the part cannot have. */
export function unescapeUrl(text: string, part: UrlPart): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw executeFault('the URL has an escape that is broken');
  if (part === 'host' || part === 'zone') checkHost(text, part);
  return text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** In a host only bytes that are no ASCII may be escaped, and the sign before a zone; a zone may have spaces besides. */
function checkHost(text: string, part: UrlPart): void {
  for (const [escape] of text.matchAll(/%../g)) {
    const byte = String.fromCharCode(parseInt(escape.slice(1), 16));
    const allowed = escape === '%25' || (part === 'host' ? byte >= '\x80' : byte === ' ' || PLAIN.host.test(byte));
    if (!allowed) throw executeFault('the host of the URL has an escape that it cannot have');
  }
  for (const char of text.replaceAll(/%../g, '')) {
    if (char < '\x80' && !PLAIN[part].test(char))
      throw executeFault('the host of the URL has a character that it cannot have');
  }
}
