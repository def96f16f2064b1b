import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { formatUrl, hostName, parseUrl } from '../url/index.ts';
import { kindOf } from '../values/kinds.ts';
import { GoMap } from '../values/value.ts';
import { fixed, type FunctionTable } from './signature.ts';

function urlParse(meter: Meter, text: string): GoMap {
  meter.bytes(text.length * 8);
  const { userinfo = '', ...parts } = parseUrl(text);
  return new GoMap('interface {}', new Map(Object.entries({ ...parts, userinfo, hostname: hostName(parts.host) })));
}

/** A text of the dict, or nothing. */
function textAt(dict: GoMap, key: string): string {
  const value = dict.entries.get(key) ?? '';
  if (typeof value !== 'string' || (dict.entries.has(key) && dict.entries.get(key) === null)) {
    throw executeFault(`the ${key} of a URL must be a text, not a ${kindOf(dict.entries.get(key))}`);
  }
  return value;
}

function urlJoin(meter: Meter, dict: GoMap): string {
  const userinfo = textAt(dict, 'userinfo');
  const parts = {
    scheme: textAt(dict, 'scheme'),
    host: textAt(dict, 'host'),
    path: textAt(dict, 'path'),
    query: textAt(dict, 'query'),
    opaque: textAt(dict, 'opaque'),
    fragment: textAt(dict, 'fragment'),
    userinfo: userinfo === '' ? undefined : userOf(meter, userinfo),
  };
  for (const part of Object.values(parts)) meter.bytes((part ?? '').length * 8);
  return formatUrl(parts);
}

/** sprig finds the user by parsing a URL around it, with all that this entails. */
function userOf(meter: Meter, userinfo: string): string | undefined {
  meter.bytes(userinfo.length * 8);
  return parseUrl(`proto://${userinfo}@host`).userinfo;
}

/** URLs, by the rules of Go's net/url. */
export const urls: FunctionTable = {
  urlParse: fixed(['string'], urlParse),
  urlJoin: fixed(['map'], urlJoin),
};
