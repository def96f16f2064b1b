import { stringOf, at, type Json, type KubeObject } from '../json/index.ts';
import type { Column } from './resource-kind.ts';

type Cell = Column['cell'];

/** The text of a JSON scalar as tables print it; null for anything else. */
function scalarCell(value: Json | undefined): string | number | boolean | null {
  return value === undefined || typeof value === 'object' ? null : value;
}

/** A column that is always shown. */
export const column = (name: string, cell: Cell, type = 'string'): Column => ({ name, type, priority: 0, cell });

/** A column that only `-o wide` shows. */
export const wide = (name: string, cell: Cell, type = 'string'): Column => ({ name, type, priority: 1, cell });

/** A column that shows the value at a path of fields. */
export const pathColumn = (name: string, ...path: readonly string[]): Column =>
  column(name, (object) => scalarCell(at(object, ...path)));

/** The name column; `format: name` makes kubectl prefix it with the kind when it lists several. */
export const nameColumn: Column = {
  ...column('Name', (object) => object.metadata.name ?? ''),
  format: 'name',
};

/** Time since creation. */
export const ageColumn: Column = column('Age', (object, now) => since(object.metadata.creationTimestamp, now));

/** The columns of a kind without a printer of its own. */
export const nameAndAge: readonly Column[] = [nameColumn, ageColumn];

/** Time since an RFC 3339 instant in kubectl's short form, `<unknown>` without one, `<invalid>` for the future. */
export function since(instant: string | undefined, now: Date): string {
  if (instant === undefined) return '<unknown>';
  const then = Date.parse(instant);
  if (Number.isNaN(then)) return '<invalid>';
  return shortDuration(Math.floor((now.getTime() - then) / 1000));
}

/** Seconds the way kubectl prints ages: two units at most, and fewer the longer it is. */
function shortDuration(seconds: number): string {
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

const two = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;

/** The text at a path, or an empty one. */
export const textAt = (object: KubeObject, ...path: readonly string[]): string => stringOf(at(object, ...path)) ?? '';

/** The number at a path, or 0. */
export function numberAt(object: KubeObject, ...path: readonly string[]): number {
  const value = at(object, ...path);
  return typeof value === 'number' ? value : 0;
}
