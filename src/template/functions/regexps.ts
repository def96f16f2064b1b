import { TemplateFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import { GoRegexp } from '../regexp/index.ts';
import { GoList, stringList, type GoFunction } from '../values/value.ts';
import { fixed, type FunctionTable } from './signature.ts';

function listOrNil(meter: Meter, parts: string[] | undefined): GoList {
  if (parts === undefined) return new GoList('string', [], true);
  meter.items(parts.length);
  return stringList(parts);
}

function findAll(meter: Meter, pattern: string, text: string, limit: number): GoList {
  const found = new GoRegexp(pattern, meter).findAll(text, limit).map(([start, end]) => text.slice(start, end));
  return listOrNil(meter, found.length === 0 ? undefined : found);
}

/** A pattern that cannot be read matches nothing; the form with `must` fails at it. */
function matchesOrNot(meter: Meter, pattern: string, text: string): boolean {
  try {
    return new GoRegexp(pattern, meter).matches(text);
  } catch (error) {
    if (error instanceof TemplateFault && error.phase === 'execute') return false;
    throw error;
  }
}

/** Functions of which sprig has a second form that returns the error where the first panics; for a template both fail. */
const withMust: Readonly<Record<string, GoFunction>> = {
  Find: fixed(['string', 'string'], (meter, pattern, text) => new GoRegexp(pattern, meter).find(text)),
  FindAll: fixed(['string', 'string', 'int'], findAll),
  ReplaceAll: fixed(['string', 'string', 'string'], (meter, pattern, text, replacement) =>
    new GoRegexp(pattern, meter).replaceAll(text, replacement, false),
  ),
  ReplaceAllLiteral: fixed(['string', 'string', 'string'], (meter, pattern, text, replacement) =>
    new GoRegexp(pattern, meter).replaceAll(text, replacement, true),
  ),
  Split: fixed(['string', 'string', 'int'], (meter, pattern, text, limit) =>
    listOrNil(meter, new GoRegexp(pattern, meter).split(text, limit, pattern === '')),
  ),
};

/** Regular expressions in RE2's syntax. */
export const regexps: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(withMust).flatMap(([name, body]) => [
      [`regex${name}`, body],
      [`mustRegex${name}`, body],
    ]),
  ),
  regexMatch: fixed(['string', 'string'], matchesOrNot),
  mustRegexMatch: fixed(['string', 'string'], (meter, pattern, text) => new GoRegexp(pattern, meter).matches(text)),
  regexQuoteMeta: fixed(['string'], (meter, text) => {
    meter.room(text.length * 2);
    return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  }),
};
