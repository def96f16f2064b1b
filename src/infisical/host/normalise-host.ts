import { terminal } from '#kernel';
import { isForbiddenAddress } from './forbidden-address.ts';

/** What a host address may be. */
export interface HostRules {
  /** Plain http is accepted, for test servers and for proxies inside the pod. */
  readonly allowHttp: boolean;
}

/**
 * The address that paths of the API are appended to: scheme, host, port, and the prefix of an installation that lives below a
 * path of its site (`https://tools.example.com/infisical`). A final `/api` and final slashes are cut off. Throws terminal
 * `HostInvalid` for everything that is not such an address, or is one that the operator must not call.
 */
export function normaliseHost(url: string, rules: HostRules): string {
  const parsed = parse(url.trim());
  const secure = parsed.protocol === 'https:';
  if (!secure && parsed.protocol !== 'http:') throw invalid(parsed, 'its scheme is not https');
  if (!secure && !rules.allowHttp) throw invalid(parsed, 'plain http is not allowed here');
  if (parsed.username !== '' || parsed.password !== '') throw invalid(parsed, 'it holds credentials');
  if (url.includes('?')) throw invalid(parsed, 'it holds a query');
  if (url.includes('#')) throw invalid(parsed, 'it holds a fragment');
  if (isForbiddenAddress(parsed.hostname)) throw invalid(parsed, 'link-local addresses are not allowed');
  return parsed.origin + prefixOf(parsed);
}

function parse(url: string): URL {
  if (url === '') throw terminal('HostInvalid', 'The host address is empty.', { hint: EXPECTED });
  // Without a scheme, "host:8080" would be read as the scheme "host".
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(url)) throw terminal('HostInvalid', NO_ADDRESS, { hint: EXPECTED });
  try {
    return new URL(url);
  } catch {
    throw terminal('HostInvalid', NO_ADDRESS, { hint: EXPECTED });
  }
}

function prefixOf(url: URL): string {
  const path = url.pathname
    .replace(/\/+$/u, '')
    .replace(/\/api$/u, '')
    .replace(/\/+$/u, '');
  if (/\/api(?:\/|$)/u.test(path)) throw invalid(url, 'its path goes on after /api');
  return path;
}

const EXPECTED = 'Correct hostAPI: https://host[:port][/api].';
// The text itself may hold a password, so it is not repeated.
const NO_ADDRESS = 'The host address is not a URL.';

function invalid(url: URL, why: string): Error {
  return terminal('HostInvalid', `The host address "${url.protocol}//${url.host}" cannot be used: ${why}.`, {
    hint: EXPECTED,
  });
}
