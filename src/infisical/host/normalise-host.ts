import { terminal } from '#kernel';
import { forbiddenAddress, type AddressRules } from './forbidden-address.ts';

/** What a host address may be. */
export interface HostRules extends AddressRules {
  /** Plain http is accepted, for test servers and for proxies inside the pod. */
  readonly allowHttp: boolean;
}

/**
 * The address that paths of the API are appended to: scheme, host, port, and the prefix of an installation that lives below a
 * path of its site (`https://tools.example.com/infisical`). A final `/api` and final slashes are cut off. Throws terminal
 * `HostInvalid` for everything that is not such an address, or is one that the operator must not call; `from` says where it
 * is written.
 */
export function normaliseHost(url: string, rules: HostRules, from = 'The host address'): string {
  const parsed = parse(url.trim(), from);
  const invalid = (why: string): Error =>
    terminal('HostInvalid', `${from} "${parsed.protocol}//${parsed.host}" cannot be used: ${why}.`, { hint: EXPECTED });
  const secure = parsed.protocol === 'https:';
  if (!secure && parsed.protocol !== 'http:') throw invalid('its scheme is not https');
  if (!secure && !rules.allowHttp) throw invalid('plain http is not allowed here');
  if (parsed.username !== '' || parsed.password !== '') throw invalid('it holds credentials');
  if (url.includes('?')) throw invalid('it holds a query');
  if (url.includes('#')) throw invalid('it holds a fragment');
  const forbidden = forbiddenAddress(parsed.hostname, rules);
  if (forbidden !== undefined) throw invalid(`it is a ${forbidden} address, which is not allowed`);
  const prefix = prefixOf(parsed);
  if (/\/api(?:\/|$)/u.test(prefix)) throw invalid('its path goes on after /api');
  return parsed.origin + prefix;
}

function parse(url: string, from: string): URL {
  const none = (problem: string): Error => terminal('HostInvalid', `${from} ${problem}.`, { hint: EXPECTED });
  if (url === '') throw none('is empty');
  // Without a scheme, "host:8080" would be read as the scheme "host".
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(url)) throw none(NO_ADDRESS);
  try {
    return new URL(url);
  } catch {
    throw none(NO_ADDRESS);
  }
}

function prefixOf(url: URL): string {
  return url.pathname
    .replace(/\/+$/u, '')
    .replace(/\/api$/u, '')
    .replace(/\/+$/u, '');
}

const EXPECTED = 'Correct hostAPI: https://host[:port][/api].';
// The text itself may hold a password, so it is not repeated.
const NO_ADDRESS = 'is not a URL';
