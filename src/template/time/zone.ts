import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';

/** Seconds east of Greenwich, and a name where there is one. */
export interface Zone {
  /** Undefined when the zone has short names that are not known here. */
  readonly name: string | undefined;
  readonly offset: number;
}

/** The one zone that is always at hand. It is also what Go's Local stands for: a template has no place where it is rendered. */
export const UTC: Zone = { name: 'UTC', offset: 0 };

/** Looking a zone up costs some 300 µs. */
const LOOK_UP_COST = 6_000;

/**
 * The zone of that name in the IANA database at an instant, in seconds since 1970. An unknown name is UTC, as in sprig. Offsets are those of the database
 * that comes with Node; its short names (`CET`) are not, so that a layout with MST fails.
 */
export function zoneAt(name: string, unixSeconds: bigint, meter: Meter): Zone {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return UTC;
  meter.spend(LOOK_UP_COST);
  const milliseconds = Number(unixSeconds) * 1_000;
  if (Math.abs(milliseconds) > 8.64e15) throw executeFault('the time is out of the range for which zones are known');
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    const offset = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    return { name: undefined, offset: secondsOf(offset) };
  } catch (error) {
    if (error instanceof RangeError) return UTC;
    throw error;
  }
}

/** `GMT`, `GMT+02:00` or `GMT-00:25:21` in seconds. */
function secondsOf(offset: string): number {
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(offset) ?? [];
  const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -total : total;
}
