import { isSexagesimal, resolvePlain } from './resolve.ts';

/** How a text is written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** The line breaks of YAML 1.1. */
export const BREAK = '[\\r\\n\\u0085\\u2028\\u2029]';

const SPECIAL = /[^\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
const OUTER_SPACE = new RegExp(`^(?: |${BREAK})|(?: |${BREAK})$`, 'u');
const ANY_BREAK = new RegExp(BREAK, 'u');
const BREAK_THEN_SPACE = new RegExp(`${BREAK} `, 'u');
const SPACE_THEN_BREAK = new RegExp(` ${BREAK}`, 'u');
/** What would be taken for YAML's own signs outside of quotes. */
const INDICATORS = new RegExp(
  `^(?:---|\\.\\.\\.|[#,[\\]{}&*!|>'"%@\`]|[?:-](?:[ \\t]|$))|:(?:[ \\t]|$)|(?:[ \\t\\0]|${BREAK})#`,
  'u',
);

/** True when the text has a line break, so that it cannot be a simple key. */
export function isMultiline(text: string): boolean {
  return ANY_BREAK.test(text);
}

/** The style that the Go library chooses; `bytes` and `text` are the same in both forms. */
export function styleOf(bytes: string, text: string, simpleKey: boolean): ScalarStyle {
  const wanted = wantedStyle(bytes, text);
  if (text === '') return wanted;
  const multiline = isMultiline(text);
  const special = SPECIAL.test(text) || SPACE_THEN_BREAK.test(text);
  const canBeSingle = !special && !BREAK_THEN_SPACE.test(text);
  if (wanted === 'double' || (simpleKey && multiline)) return 'double';
  if (wanted === 'literal') return special || simpleKey || text.endsWith(' ') ? 'double' : 'literal';
  const canBePlain = canBeSingle && !multiline && !OUTER_SPACE.test(text) && !INDICATORS.test(text);
  return canBePlain ? 'plain' : canBeSingle ? 'single' : 'double';
}

/** Quotes are for texts that would be read as something else. */
function wantedStyle(bytes: string, text: string): ScalarStyle {
  if (text.includes('\n')) return 'literal';
  return resolvePlain(bytes).kind === 'string' && !isSexagesimal(bytes) ? 'plain' : 'double';
}
