import { executeFault } from '../fault.ts';
import { MONTH_NAMES, WEEKDAY_NAMES, yearDay, type Day } from './calendar.ts';
import { isFraction, isOffset, layoutPieces } from './layout.ts';
import type { Zone } from './zone.ts';

/** A time as a clock and a calendar in its zone show it. */
export interface Reading {
  readonly day: Day;
  /** Days since 1970. */
  readonly days: number;
  readonly secondOfDay: number;
  readonly nanosecond: number;
  readonly zone: Zone;
}

/** At least so many digits, after the sign. */
function padded(value: number, width: number): string {
  return `${value < 0 ? '-' : ''}${Math.abs(value).toString().padStart(width, '0')}`;
}

/** The day of the week, 0 for Sunday. */
export function weekday(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}

const hour = (time: Reading): number => Math.floor(time.secondOfDay / 3_600);
const hour12 = (time: Reading): number => hour(time) % 12 || 12;
const minute = (time: Reading): number => Math.floor(time.secondOfDay / 60) % 60;
const second = (time: Reading): number => time.secondOfDay % 60;
const monthName = (time: Reading): string => MONTH_NAMES[time.day.month - 1] ?? '';
const dayName = (time: Reading): string => WEEKDAY_NAMES[weekday(time.days)] ?? '';

const ELEMENTS: Readonly<Record<string, (time: Reading) => string>> = {
  '2006': (time) => padded(time.day.year, 4),
  '06': (time) => padded(Math.abs(time.day.year) % 100, 2),
  January: monthName,
  Jan: (time) => monthName(time).slice(0, 3),
  '1': (time) => String(time.day.month),
  '01': (time) => padded(time.day.month, 2),
  Monday: dayName,
  Mon: (time) => dayName(time).slice(0, 3),
  '2': (time) => String(time.day.day),
  _2: (time) => String(time.day.day).padStart(2),
  '02': (time) => padded(time.day.day, 2),
  __2: (time) => String(yearDay(time.day)).padStart(3),
  '002': (time) => padded(yearDay(time.day), 3),
  '15': (time) => padded(hour(time), 2),
  '3': (time) => String(hour12(time)),
  '03': (time) => padded(hour12(time), 2),
  '4': (time) => String(minute(time)),
  '04': (time) => padded(minute(time), 2),
  '5': (time) => String(second(time)),
  '05': (time) => padded(second(time), 2),
  PM: (time) => (hour(time) >= 12 ? 'PM' : 'AM'),
  pm: (time) => (hour(time) >= 12 ? 'pm' : 'am'),
  MST: zoneName,
};

function zoneName({ zone }: Reading): string {
  if (zone.name === undefined) {
    throw executeFault('the short name (MST) of a zone is known for UTC only; write its offset, such as -0700');
  }
  return zone.name === '' ? offset(zone.offset, '-0700') : zone.name;
}

/** An offset in the form of its element: with or without colons, minutes and seconds; `Z` for UTC where the form says so. */
function offset(seconds: number, element: string): string {
  if (seconds === 0 && element.startsWith('Z')) return 'Z';
  const absolute = Math.abs(seconds);
  // Go rounds towards zero, and takes the sign from whole minutes.
  const minutes = Math.floor(absolute / 60);
  const colon = element.includes(':') ? ':' : '';
  const digits = element.replace(/[^0-9]/g, '').length;
  const parts = [padded(Math.floor(minutes / 60), 2)];
  if (digits >= 4) parts.push(padded(minutes % 60, 2));
  if (digits >= 6) parts.push(padded(absolute % 60, 2));
  return `${seconds <= -60 ? '-' : '+'}${parts.join(colon)}`;
}

/** Parts of a second: `.000` as they are, `.999` without trailing zeros. */
function fraction(nanosecond: number, element: string): string {
  const digits = padded(nanosecond, 9)
    .padEnd(element.length - 1, '0')
    .slice(0, element.length - 1);
  if (element[1] === '0') return element.charAt(0) + digits;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : element.charAt(0) + trimmed;
}

/** Go's Time.Format. */
export function formatTime(time: Reading, layout: string): string {
  return layoutPieces(layout)
    .map(({ text, element }) => {
      if (isFraction(element)) return text + fraction(time.nanosecond, element);
      if (isOffset(element)) return text + offset(time.zone.offset, element);
      return text + (ELEMENTS[element]?.(time) ?? '');
    })
    .join('');
}
