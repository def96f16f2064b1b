import { daysBefore, daysIn, isLeap, MONTH_NAMES, WEEKDAY_NAMES } from './calendar.ts';
import { timeOf, type GoTime } from './go-time.ts';
import { isFraction, isOffset, layoutPieces } from './layout.ts';
import { Mismatch, ValueReader } from './value-reader.ts';
import { UTC, type Zone } from './zone.ts';

const short = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));
const SHORT_MONTHS = short(MONTH_NAMES);
const SHORT_WEEKDAYS = short(WEEKDAY_NAMES);
/** Short names of zones that Go takes; the last alternative is an offset without a name. */
const ZONE_NAME =
  /ChST|MeST|GMT(?:[+-][0-9]+)?|[A-Z]{4}T(?![A-Z])|(?:[A-Z]{3}T|WITA)(?![A-Z])|[A-Z]{3}(?![A-Z])|[+-][0-9]+/y;

/** What has been read so far. */
interface Fields {
  year: number;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  half: 'am' | 'pm' | undefined;
  utc: boolean;
  offset: number | undefined;
  zoneName: string;
}

/** Go's time.ParseInLocation in UTC; undefined when the text does not look like the layout or a part is out of its range. */
export function parseTime(layout: string, text: string): GoTime | undefined {
  try {
    return new LayoutParser(new ValueReader(text)).run(layout);
  } catch (error) {
    if (error instanceof Mismatch) return undefined;
    throw error;
  }
}

class LayoutParser {
  private readonly fields: Fields = {
    year: 0,
    month: undefined,
    day: undefined,
    yearDay: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    half: undefined,
    utc: false,
    offset: undefined,
    zoneName: '',
  };

  constructor(private readonly reader: ValueReader) {}

  run(layout: string): GoTime {
    const pieces = layoutPieces(layout);
    pieces.forEach(({ text, element }, i) => {
      this.reader.skip(text);
      if (isFraction(element)) this.fraction(element);
      else if (isOffset(element)) this.offset(element);
      else this.element(element, pieces[i + 1]);
    });
    if (this.reader.rest !== '') throw new Mismatch();
    return this.result();
  }

  private element(element: string, next: { text: string; element: string } | undefined): void {
    const { fields, reader } = this;
    switch (element) {
      case '2006':
        fields.year = Number(reader.take(/[0-9]{4}/y));
        break;
      case '06':
        fields.year = century(reader.take(/[0-9]{2}|[+-][0-9]/y));
        break;
      case 'January':
        fields.month = reader.name(MONTH_NAMES) + 1;
        break;
      case 'Jan':
        fields.month = reader.name(SHORT_MONTHS) + 1;
        break;
      case '1':
      case '01':
        fields.month = within(reader.number(element === '01'), 1, 12);
        break;
      case 'Monday':
        reader.name(WEEKDAY_NAMES);
        break;
      case 'Mon':
        reader.name(SHORT_WEEKDAYS);
        break;
      case '2':
      case '_2':
      case '02':
        if (element === '_2') reader.optionalSpace();
        fields.day = reader.number(element === '02');
        break;
      case '__2':
      case '002':
        this.yearDay(element);
        break;
      case 'MST':
        this.zoneName();
        break;
      case 'PM':
      case 'pm':
        fields.half = reader.take(element === 'PM' ? /[AP]M/y : /[ap]m/y).toLowerCase() === 'pm' ? 'pm' : 'am';
        break;
      default:
        this.clock(element, next);
    }
  }

  private clock(element: string, next: { text: string; element: string } | undefined): void {
    const { fields, reader } = this;
    switch (element) {
      case '15':
        fields.hour = within(reader.number(false), 0, 23);
        break;
      case '3':
      case '03':
        fields.hour = within(reader.number(element === '03'), 0, 12);
        break;
      case '4':
      case '04':
        fields.minute = within(reader.number(element === '04'), 0, 59);
        break;
      case '5':
      case '05':
        fields.second = within(reader.number(element === '05'), 0, 59);
        // A fraction that the layout does not mention is taken all the same.
        if (next === undefined || !isFraction(next.element)) this.digits(reader.optional(/[.,][0-9]+/y) ?? '.0');
        break;
      default:
    }
  }

  private yearDay(element: string): void {
    const { fields, reader } = this;
    if (element === '__2') {
      reader.optionalSpace();
      reader.optionalSpace();
    }
    fields.yearDay = Number(reader.take(element === '002' ? /[0-9]{3}/y : /[0-9]{1,3}/y));
  }

  private fraction(element: string): void {
    const { reader } = this;
    if (element[1] === '9') {
      const found = reader.optional(/[.,][0-9]+/y);
      if (found !== undefined) this.digits(found);
    } else this.digits(reader.take(new RegExp(`[.,][0-9]{${element.length - 1}}`, 'y')));
  }

  /** Nanoseconds; digits beyond the ninth are dropped. */
  private digits(text: string): void {
    this.fields.nanosecond = Number(text.slice(1, 10).padEnd(9, '0'));
  }

  private offset(element: string): void {
    const { fields, reader } = this;
    if (element.startsWith('Z') && reader.optional(/Z/y) !== undefined) {
      fields.utc = true;
      return;
    }
    const colon = element.includes(':') ? ':' : '';
    const count = element.replace(/[^0-9]/g, '').length / 2;
    const form = Array.from({ length: count }, () => '[0-9]{2}').join(colon);
    const text = reader.take(new RegExp(`[+-]${form}`, 'y'));
    const digits = text.replace(/[^0-9]/g, '');
    const part = (index: number): number => Number(digits.slice(index * 2, index * 2 + 2));
    const seconds = within(part(0), 0, 24) * 3_600 + within(part(1), 0, 60) * 60 + within(part(2), 0, 60);
    // Go keeps -1 for "no offset", which one of a second before UTC therefore is.
    const signed = text.startsWith('-') ? -seconds : seconds;
    fields.offset = signed === -1 ? undefined : signed;
  }

  private zoneName(): void {
    const { fields, reader } = this;
    if (reader.optional(/UTC/y) !== undefined) {
      fields.utc = true;
      return;
    }
    const name = reader.take(ZONE_NAME);
    const hours = /[+-]([0-9]+)$/.exec(name)?.[1];
    if (hours !== undefined) within(Number(hours), 0, 23);
    fields.zoneName = name;
  }

  private result(): GoTime {
    const { fields } = this;
    const { year, minute, second, nanosecond } = fields;
    const { month, day } = fields.yearDay === undefined ? monthAndDay(fields) : fromYearDay(fields, fields.yearDay);
    within(day, 1, daysIn(month, year));
    const { half } = fields;
    const hour = fields.hour + (half === 'pm' && fields.hour < 12 ? 12 : half === 'am' && fields.hour === 12 ? -12 : 0);
    const zone = zoneOf(fields);
    // Only an offset in digits says what clock was read; a zone by its name is just noted down.
    const clock = fields.offset === undefined ? UTC : zone;
    return timeOf({ year, month, day, hour, minute, second, nanosecond }, clock).in(zone);
  }
}

function zoneOf({ utc, offset, zoneName }: Fields): Zone {
  if (utc) return UTC;
  if (offset !== undefined) return offset === 0 && zoneName === '' ? UTC : { name: zoneName, offset };
  if (zoneName === '') return UTC;
  return { name: zoneName, offset: zoneName.startsWith('GMT') ? Number(zoneName.slice(3)) * 3_600 : 0 };
}

function within(value: number, least: number, most: number): number {
  if (value < least || value > most) throw new Mismatch();
  return value;
}

function century(text: string): number {
  const year = Number(text);
  return year + (year >= 69 ? 1_900 : 2_000);
}

function monthAndDay({ month = 1, day = 1 }: Fields): { month: number; day: number } {
  return { month, day };
}

function fromYearDay({ year, month, day }: Fields, yearDay: number): { month: number; day: number } {
  const leap = isLeap(year);
  within(yearDay, 1, leap ? 366 : 365);
  let found = 1;
  const before = (candidate: number): number => daysBefore(candidate) + (leap && candidate > 2 ? 1 : 0);
  while (found < 12 && before(found + 1) < yearDay) found += 1;
  const result = { month: found, day: yearDay - before(found) };
  if ((month ?? result.month) !== result.month || (day ?? result.day) !== result.day) throw new Mismatch();
  return result;
}
