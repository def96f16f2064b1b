import { isIPv6 } from 'node:net';
import { executeFault } from '../fault.ts';
import { escapeUrl, unescapeUrl } from './escape.ts';

/** A URL as urlParse gives it: path and fragment without escapes, the others as they stand in the text. */
export interface UrlParts {
  readonly scheme: string;
  readonly opaque: string;
  /** User name and password with escapes, without the @; undefined when there is none. */
  readonly userinfo: string | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const EMPTY: UrlParts = { scheme: '', opaque: '', userinfo: undefined, host: '', path: '', query: '', fragment: '' };

/** Cuts at the first separator; the second part is empty when there is none. */
function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Go's url.Parse for a byte string. Throws an execute fault for what it refuses. */
export function parseUrl(text: string): UrlParts {
  const [main, fragment] = cut(text, '#');
  if (/\p{Cc}/u.test(main.replaceAll(/[\x80-\xff]/g, ''))) throw executeFault('the URL has a control character');
  const parts = main === '*' ? { ...EMPTY, path: '*' } : parseMain(main);
  return { ...parts, fragment: unescapeUrl(fragment, 'fragment') };
}

function parseMain(text: string): UrlParts {
  if (text.startsWith(':')) throw executeFault('the URL has no scheme before its colon');
  const [, given = '', rest = text] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(text) ?? [];
  const scheme = given.toLowerCase();
  const [hierarchy, query] = cut(rest, '?');
  const parts = { ...EMPTY, scheme, query };
  if (!hierarchy.startsWith('/')) {
    if (scheme !== '') return { ...parts, opaque: hierarchy };
    if (cut(hierarchy, '/')[0].includes(':'))
      throw executeFault('the first part of a relative URL cannot have a colon');
  }
  const hasAuthority = hierarchy.startsWith('//') && (scheme !== '' || !hierarchy.startsWith('///'));
  if (!hasAuthority) return { ...parts, path: unescapeUrl(hierarchy, 'path') };
  const [authority] = cut(hierarchy.slice(2), '/');
  const path = unescapeUrl(hierarchy.slice(2 + authority.length), 'path');
  return { ...parts, ...parseAuthority(authority), path };
}

function parseAuthority(authority: string): Pick<UrlParts, 'userinfo' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  return { host, userinfo: at < 0 ? undefined : parseUserinfo(authority.slice(0, at)) };
}

/** Normalises the escapes of a user name and a password. */
function parseUserinfo(text: string): string {
  if (!/^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$/.test(text))
    throw executeFault('the user of the URL has a character that it cannot have');
  const normal = (part: string): string => escapeUrl(unescapeUrl(part, 'user'), 'user');
  const [name, password] = cut(text, ':');
  return text.includes(':') ? `${normal(name)}:${normal(password)}` : normal(name);
}

const isPort = (text: string): boolean => /^(?::[0-9]*)?$/.test(text);

function parseHost(host: string): string {
  if (host.includes('[')) return parseAddress(host);
  // Programs built for Go 1.26 refuse a second colon in http addresses; those for older ones, as most are, do not.
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !isPort(host.slice(colon))) throw executeFault('the port of the URL is not a number');
  return unescapeUrl(host, 'host');
}

/** An IPv6 address in brackets, with a zone perhaps. */
function parseAddress(host: string): string {
  const end = host.lastIndexOf(']');
  if (host.lastIndexOf('[') !== 0 || end < 0 || !isPort(host.slice(end + 1))) {
    throw executeFault('the address in the URL is not closed, or not followed by a port');
  }
  const inside = host.slice(1, end);
  const zone = inside.indexOf('%25');
  const address =
    zone < 0
      ? unescapeUrl(inside, 'host')
      : unescapeUrl(inside.slice(0, zone), 'host') + unescapeUrl(inside.slice(zone), 'zone');
  const [bare, zoneName] = cut(address, '%');
  if (!isIPv6(bare) || (address.includes('%') && zoneName === ''))
    throw executeFault('the address in the URL is not IPv6');
  return `[${address}]${host.slice(end + 1)}`;
}

/** The host without its port and without brackets. */
export function hostName(host: string): string {
  const colon = host.lastIndexOf(':');
  const bare = colon >= 0 && isPort(host.slice(colon)) ? host.slice(0, colon) : host;
  return bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : bare;
}

/** Go's URL.String. */
export function formatUrl({ scheme, opaque, userinfo, host, path, query, fragment }: UrlParts): string {
  const start = scheme === '' ? '' : `${scheme}:`;
  const end = `${query === '' ? '' : `?${query}`}${fragment === '' ? '' : `#${escapeUrl(fragment, 'fragment')}`}`;
  if (opaque !== '') return start + opaque + end;
  let authority = '';
  if (host !== '' || userinfo !== undefined || (scheme !== '' && path !== '')) {
    authority = `//${userinfo === undefined ? '' : `${userinfo}@`}${escapeUrl(host, 'host')}`;
  }
  const escaped = path === '*' ? path : escapeUrl(path, 'path');
  const slash = escaped !== '' && !escaped.startsWith('/') && host !== '' ? '/' : '';
  const dot = start + authority + slash === '' && cut(escaped, '/')[0].includes(':') ? './' : '';
  return start + authority + slash + dot + escaped + end;
}
