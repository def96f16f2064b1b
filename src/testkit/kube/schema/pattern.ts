const cache = new Map<string, RegExp | undefined>();

/** Constructs that JavaScript reads and Go's RE2 refuses: look-around and back references. */
const NOT_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]/;

/** The pattern as a regular expression, or undefined when the real server would refuse it or this runtime cannot read it. */
export function compilePattern(pattern: string): RegExp | undefined {
  if (!cache.has(pattern)) cache.set(pattern, compile(pattern));
  return cache.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  if (NOT_RE2.test(pattern)) return undefined;
  // Unicode mode counts characters as Go does; it also refuses some escapes that Go allows, hence the second try.
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      continue;
    }
  }
  return undefined;
}
