/** A day of the Gregorian calendar, which Go carries on before its beginning too. */
export interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const MONTHS = 'January February March April May June July August September October November December';
/** English names of the months, January first. */
export const MONTH_NAMES: readonly string[] = MONTHS.split(' ');
/** English names of the days of the week, Sunday first. */
export const WEEKDAY_NAMES: readonly string[] = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** True when the year has a 29th of February. */
export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days of a year that has no 29th of February before the month (1 to 13). */
export function daysBefore(month: number): number {
  return DAYS_BEFORE[month - 1] ?? 0;
}

/** How many days a month has. */
export function daysIn(month: number, year: number): number {
  return month === 2 && isLeap(year) ? 29 : daysBefore(month + 1) - daysBefore(month);
}

/** Days from the 1st of January 1970; months and days may be out of their range and are carried over. */
export function daysFromDate(year: number, month: number, day: number): number {
  const carried = Math.floor((month - 1) / 12);
  const inYear = month - 12 * carried;
  // Years are counted from March, so that the leap day is the last.
  const marchYear = year + carried - (inYear <= 2 ? 1 : 0);
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (inYear + (inYear > 2 ? -3 : 9)) + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468 + day - 1;
}

/** The day that is so many days after the 1st of January 1970. */
export function dateFromDays(days: number): Day {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** 1 for the 1st of January. */
export function yearDay({ year, month, day }: Day): number {
  return daysBefore(month) + day + (month > 2 && isLeap(year) ? 1 : 0);
}
