import { executeFault } from '../fault.ts';
import { fixed } from '../functions/signature.ts';
import { GoInt, goInt, GoObject, type GoFunction, type Slot } from '../values/value.ts';
import { dateFromDays, daysFromDate, MONTH_NAMES, WEEKDAY_NAMES, yearDay, type Day } from './calendar.ts';
import { GoDuration } from './duration.ts';
import { formatTime, weekday, type Reading } from './format.ts';
import { NamedNumber } from './named-number.ts';
import { UTC, type Zone } from './zone.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n;

/** Go's time.Time: nanoseconds since 1970, seen in a zone. */
export class GoTime extends GoObject implements Reading {
  readonly type = 'time.Time';
  readonly kind = 'struct';

  constructor(
    readonly nanoseconds: bigint,
    readonly zone: Zone = UTC,
  ) {
    super();
  }

  /** What a parameter of that type was given. */
  static of(value: GoObject): GoTime {
    if (!(value instanceof GoTime)) throw executeFault('expected a time');
    return value;
  }

  /** From seconds since 1970. */
  static unix(seconds: bigint): GoTime {
    return new GoTime(seconds * SECOND);
  }

  get text(): string {
    return formatTime(this, '2006-01-02 15:04:05.999999999 -0700 MST');
  }

  get essence(): string {
    return `${this.nanoseconds} ${this.zone.offset} ${this.zone.name ?? ''}`;
  }

  /** Whole seconds since 1970. */
  get unixSeconds(): bigint {
    return floorDivide(this.nanoseconds, SECOND);
  }

  /** Nanoseconds within the second. */
  get nanosecond(): number {
    return Number(this.nanoseconds - this.unixSeconds * SECOND);
  }

  /** Days since 1970 in the zone. */
  get days(): number {
    return Number(floorDivide(this.unixSeconds + BigInt(this.zone.offset), DAY));
  }

  /** Seconds since midnight in the zone. */
  get secondOfDay(): number {
    return Number(this.unixSeconds + BigInt(this.zone.offset) - BigInt(this.days) * DAY);
  }

  get day(): Day {
    return dateFromDays(this.days);
  }

  in(zone: Zone): GoTime {
    return new GoTime(this.nanoseconds, zone);
  }

  plus(nanoseconds: bigint): GoTime {
    return new GoTime(this.nanoseconds + nanoseconds, this.zone);
  }

  toJson(): string {
    const { year } = this.day;
    if (year < 0 || year > 9_999) throw executeFault('a year that is not between 0 and 9999 cannot be written as JSON');
    return `"${formatTime(this, '2006-01-02T15:04:05.999999999Z07:00')}"`;
  }

  method(name: string): GoFunction | undefined {
    return timeMethod(this, name);
  }
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** Parts of a time; all but the year may be out of their range and are carried over. */
export interface TimeParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** The instant that a clock in a zone of that offset shows so. */
export function timeOf(parts: TimeParts, zone: Zone): GoTime {
  const days = BigInt(daysFromDate(parts.year, parts.month, parts.day));
  const inDay = parts.hour * 3_600 + parts.minute * 60 + parts.second - zone.offset;
  return new GoTime((days * DAY + BigInt(inDay)) * SECOND + BigInt(parts.nanosecond), zone);
}

/** Go's zero time, the 1st of January of the year 1. */
export const ZERO_TIME = timeOf({ year: 1, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0 }, UTC);

const int64 = (value: bigint): GoInt => new GoInt('int64', BigInt.asIntN(64, value));

const PLAIN: Readonly<Record<string, (time: GoTime) => Slot>> = {
  String: ({ text }) => text,
  Year: ({ day }) => goInt(day.year),
  Month: ({ day }) => new NamedNumber('time.Month', day.month, MONTH_NAMES[day.month - 1] ?? ''),
  Day: ({ day }) => goInt(day.day),
  Weekday: ({ days }) => new NamedNumber('time.Weekday', weekday(days), WEEKDAY_NAMES[weekday(days)] ?? ''),
  YearDay: ({ day }) => goInt(yearDay(day)),
  Hour: ({ secondOfDay }) => goInt(Math.floor(secondOfDay / 3_600)),
  Minute: ({ secondOfDay }) => goInt(Math.floor(secondOfDay / 60) % 60),
  Second: ({ secondOfDay }) => goInt(secondOfDay % 60),
  Nanosecond: ({ nanosecond }) => goInt(nanosecond),
  Unix: ({ unixSeconds }) => int64(unixSeconds),
  UnixMilli: ({ unixSeconds, nanosecond }) => int64(unixSeconds * 1_000n + BigInt(nanosecond) / 1_000_000n),
  UnixMicro: ({ unixSeconds, nanosecond }) => int64(unixSeconds * 1_000_000n + BigInt(nanosecond) / 1_000n),
  UnixNano: ({ nanoseconds }) => int64(nanoseconds),
  UTC: (time) => time.in(UTC),
  Local: (time) => time.in(UTC),
  IsZero: ({ nanoseconds }) => nanoseconds === ZERO_TIME.nanoseconds,
};

function compare(left: GoTime, right: GoTime): number {
  return left.nanoseconds < right.nanoseconds ? -1 : left.nanoseconds > right.nanoseconds ? 1 : 0;
}

/** The difference, held at the ends of what 64 bits can hold. */
function difference(left: GoTime, right: GoTime): GoDuration {
  const exact = left.nanoseconds - right.nanoseconds;
  const largest = 2n ** 63n - 1n;
  return new GoDuration(exact > largest ? largest : exact < -largest - 1n ? -largest - 1n : exact);
}

function addDate(time: GoTime, years: number, months: number, days: number): GoTime {
  const { day, secondOfDay, nanosecond, zone } = time;
  const parts = { year: day.year + years, month: day.month + months, day: day.day + days };
  return timeOf({ ...parts, hour: 0, minute: 0, second: secondOfDay, nanosecond }, zone);
}

const onTime = (body: (other: GoTime) => Slot): GoFunction =>
  fixed(['time'], (_meter, other) => body(GoTime.of(other)));

const WITH_ARGUMENTS: Readonly<Record<string, (time: GoTime) => GoFunction>> = {
  Format: (time) =>
    fixed(['string'], (meter, layout) => {
      meter.bytes(layout.length * 16);
      return formatTime(time, layout);
    }),
  Add: (time) => fixed(['duration'], (_meter, duration) => time.plus(GoDuration.of(duration).essence)),
  Sub: (time) => onTime((other) => difference(time, other)),
  AddDate: (time) => fixed(['int', 'int', 'int'], (_meter, years, months, days) => addDate(time, years, months, days)),
  Before: (time) => onTime((other) => compare(time, other) < 0),
  After: (time) => onTime((other) => compare(time, other) > 0),
  Equal: (time) => onTime((other) => compare(time, other) === 0),
  Compare: (time) => onTime((other) => goInt(compare(time, other))),
};

/** The methods of time.Time that give one result and need no clock. */
function timeMethod(time: GoTime, name: string): GoFunction | undefined {
  const plain = PLAIN[name];
  return plain === undefined ? WITH_ARGUMENTS[name]?.(time) : fixed([], () => plain(time));
}
