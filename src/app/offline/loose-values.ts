import type { Path } from '../../crd/index.ts';

/** A value with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a value; none when it has no fields. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** A text; empty when it is something else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What is at a path; undefined when there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return typeof step === 'number' ? (at[step] as unknown) : undefined;
    return isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}
