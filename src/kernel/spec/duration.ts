/** Milliseconds of each unit, in the order in which a duration names them. */
const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** Shortest interval that a resource may ask for. */
export const MIN_RESYNC_MS = 5_000;

/** Whole seconds without a unit, or units from weeks to seconds, each at most once. Kept within RE2, for the API server. */
export const RESYNC_INTERVAL = /^([0-9]{1,9}|([0-9]{1,6}w)?([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?)$/;

/** Of what `RESYNC_INTERVAL` matches, the texts of five seconds and more. */
export const LONG_ENOUGH = /[1-9][0-9]*[wdhm]|(^|[wdhm])0*([5-9]|[1-9][0-9]+)s?$/;

/**
 * Milliseconds of an interval as manifests write it: seconds as a number or as text, or a duration such as `90s` or `1h30m`. The
 * grammar is that of Go, in whole numbers, with the days and weeks that Go lacks. Throws a RangeError that tells what is
 * wrong, without naming the field.
 */
export function parseResyncInterval(value: number | string): number {
  const text = String(value);
  if (text === '' || !RESYNC_INTERVAL.test(text)) {
    throw new RangeError('must be whole seconds, or a duration such as 90s, 5m, 1h30m or 1d');
  }
  // Without a unit the number is one of seconds.
  const parts = /[a-z]$/.test(text) ? text : `${text}s`;
  let ms = 0;
  for (const [, amount, unit] of parts.matchAll(/([0-9]+)([wdhms])/g))
    ms += Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (ms < MIN_RESYNC_MS) throw new RangeError('must be at least 5 seconds');
  return ms;
}
