/** What JavaScript has in regular expressions and RE2, which the API server uses, has not, or reads otherwise. */
const UNSUPPORTED: readonly (readonly [name: string, form: RegExp])[] = [
  ['look-ahead or look-behind', /\(\?<?[=!]/],
  ['a back-reference', /\\(?:[1-9]|k<)/],
  ['a named group', /\(\?<[A-Za-z_]/],
  ['an escape by code point or control letter', /\\[uc]/],
  ['an empty character class', /\[\^?\]/],
  ['a class of the v flag', /\[[^\]]*(?:--|&&|\[)/],
];

/** Most repetitions that RE2 compiles. */
const MAX_REPEAT = 1000;

/** Why the API server could not compile the pattern, or would take it for another; undefined when it is fine. */
export function re2Problem(pattern: string): string | undefined {
  // An escaped backslash would make what follows it look escaped.
  const bare = pattern.replaceAll('\\\\', '');
  const found = UNSUPPORTED.find(([, form]) => form.test(bare));
  if (found !== undefined) return `RE2 has no ${found[0].replace(/^an? /, '')}`;
  for (const [, first, second] of bare.matchAll(/\{([0-9]+)(?:,([0-9]*))?\}/g)) {
    if (Math.max(Number(first), Number(second ?? 0)) > MAX_REPEAT) return `RE2 repeats at most ${MAX_REPEAT} times`;
  }
  return undefined;
}
