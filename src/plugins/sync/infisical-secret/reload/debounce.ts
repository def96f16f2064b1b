/** Time in which several secrets that change together are gathered, unless the workload asks for another. */
const DEFAULT_MS = 1_000;
/** Nobody waits longer than that for a secret in use. */
const LONGEST_MS = 3_600_000;

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const TEXT = /^(?=.)(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,6})m)?(?:(?<s>\d{1,6})s)?(?:(?<ms>\d{1,6})ms)?$/;

/**
 * Milliseconds from the first change to the restart, from the text of the annotation `secrets.infisical.com/reload-debounce`: a duration such as `30s`,
 * `5m` or `1h`, also `0s`, at most an hour. Absent, or a text that is none: a second.
 */
export function debounceMs(text: string | undefined): number {
  const parts = TEXT.exec(text ?? '')?.groups;
  if (parts === undefined) return DEFAULT_MS;
  const { h, m, s, ms } = UNITS;
  const total = amount(parts['h']) * h + amount(parts['m']) * m + amount(parts['s']) * s + amount(parts['ms']) * ms;
  return Math.min(total, LONGEST_MS);
}

function amount(digits: string | undefined): number {
  return Number(digits ?? 0);
}
