import { executeFault } from '../fault.ts';
import type { Meter } from '../meter.ts';
import {
  formatTime,
  GoDuration,
  GoTime,
  mustParseDuration,
  parseDuration,
  parseTime,
  ZERO_TIME,
  zoneAt,
} from '../time/index.ts';
import { parseInt64 } from '../values/parse-number.ts';
import { GoInt, type Value } from '../values/value.ts';
import { fixed, type FunctionTable } from './signature.ts';

const HTML_LAYOUT = '2006-01-02';
const SECOND = 1_000_000_000n;

/** What a layout costs beside its bytes; each element takes a look at the calendar. */
const LAYOUT_COST = 16;

/** A time, or seconds since 1970. sprig takes anything else for the present. */
function instant(value: Value): GoTime {
  if (value instanceof GoTime) return value;
  if (value instanceof GoInt && (value.type === 'int' || value.type === 'int64')) return GoTime.unix(value.value);
  throw executeFault('this is neither a time nor seconds since 1970, and a template cannot read the clock');
}

function formatIn(meter: Meter, layout: string, value: Value, zone: string): string {
  meter.bytes(layout.length * LAYOUT_COST);
  const time = instant(value);
  return formatTime(time.in(zoneAt(zone, time.unixSeconds, meter)), layout);
}

function toDate(meter: Meter, layout: string, text: string): GoTime | undefined {
  meter.bytes(layout.length * LAYOUT_COST);
  return parseTime(layout, text);
}

function seconds(value: Value): bigint {
  if (typeof value === 'string') return parseInt64(value, 10) ?? outOfRange(value);
  return value instanceof GoInt && value.type === 'int64' ? value.value : 0n;
}

/** A number that is too large counts as the largest there is, as the error of reading it is dropped. */
function outOfRange(text: string): bigint {
  if (!/^[+-]?[0-9]+$/.test(text)) return 0n;
  return text.startsWith('-') ? -(2n ** 63n) : 2n ** 63n - 1n;
}

const ROUNDED: readonly (readonly [string, bigint])[] = [
  ['y', 365n * 24n * 3_600n],
  ['mo', 30n * 24n * 3_600n],
  ['d', 24n * 3_600n],
  ['h', 3_600n],
  ['m', 60n],
  ['s', 1n],
];

/** The largest unit that fits more than once, cut to a whole number. */
function durationRound(value: Value): string {
  if (value instanceof GoTime)
    throw executeFault('the time since an instant needs the clock, which a template cannot read');
  let nanoseconds = 0n;
  if (typeof value === 'string') nanoseconds = parseDuration(value) ?? 0n;
  else if (value instanceof GoInt && value.type === 'int64') nanoseconds = value.value;
  const length = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const [unit, size] = ROUNDED.find(([, candidate]) => length > candidate * SECOND) ?? [];
  return unit === undefined || size === undefined ? '0s' : `${length / (size * SECOND)}${unit}`;
}

const dateInZone = fixed(['string', 'any', 'string'], formatIn);
const dateModify = fixed(['string', 'time'], (_meter, text, time) => GoTime.of(time).plus(parseDuration(text) ?? 0n));
const mustDateModify = fixed(['string', 'time'], (_meter, text, time) => GoTime.of(time).plus(mustParseDuration(text)));

/** Dates that are given; none of these reads a clock. What sprig does in the local zone is done in UTC. */
export const dates: FunctionTable = {
  date: fixed(['string', 'any'], (meter, layout, value) => formatIn(meter, layout, value, 'Local')),
  dateInZone,
  date_in_zone: dateInZone,
  htmlDate: fixed(['any'], (meter, value) => formatIn(meter, HTML_LAYOUT, value, 'Local')),
  htmlDateInZone: fixed(['any', 'string'], (meter, value, zone) => formatIn(meter, HTML_LAYOUT, value, zone)),
  dateModify,
  date_modify: dateModify,
  mustDateModify,
  must_date_modify: mustDateModify,
  toDate: fixed(['string', 'string'], (meter, layout, text) => toDate(meter, layout, text) ?? ZERO_TIME),
  mustToDate: fixed(['string', 'string'], (meter, layout, text) => {
    const time = toDate(meter, layout, text);
    if (time === undefined) throw executeFault('the text does not look like the layout');
    return time;
  }),
  unixEpoch: fixed(['time'], (_meter, time) => GoTime.of(time).unixSeconds.toString()),
  duration: fixed(['any'], (_meter, value) => new GoDuration(seconds(value) * SECOND).text),
  durationRound: fixed(['any'], (_meter, value) => durationRound(value)),
};
