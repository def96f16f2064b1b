import { LARGEST_PUSHED_VALUE_BYTES, terminal, type OperatorError } from '#kernel';

/** Why a value cannot be pushed. */
export type Unpushable = 'binary' | 'long';

/** A source, sorted by what Infisical can hold. */
export interface SortedSource {
  /** Text by key, as the source has it. */
  readonly values: ReadonlyMap<string, string>;
  readonly unpushable: ReadonlyMap<string, Unpushable>;
}

/** Most keys of one resource: the status has the id of each secret that it made, and has to fit what the API server takes. */
const MOST_KEYS = 2_000;

/** Throws terminal `InvalidValues` for more keys than one resource can answer for. */
export function checkCount({ size }: ReadonlyMap<string, unknown>): void {
  if (size <= MOST_KEYS) return;
  throw terminal('InvalidValues', `There are ${size} keys to push; one resource pushes ${MOST_KEYS} at most.`, {
    hint: 'Split the Secret, or choose keys by push.secret.template. What is in Infisical stays as it is.',
  });
}

/** Sorts out the values that Infisical cannot hold: it holds text, and no more of it than one request carries. */
export function sortSource(source: ReadonlyMap<string, Uint8Array>): SortedSource {
  const values = new Map<string, string>();
  const unpushable = new Map<string, Unpushable>();
  for (const [key, bytes] of source) {
    const text = textOf(bytes);
    if (text === undefined) unpushable.set(key, 'binary');
    else if (Buffer.byteLength(JSON.stringify(text)) > LARGEST_PUSHED_VALUE_BYTES) unpushable.set(key, 'long');
    else values.set(key, text);
  }
  return { values, unpushable };
}

/** What to tell of the keys that were sorted out; undefined when there are none. */
export function unpushableError(unpushable: SortedSource['unpushable']): OperatorError | undefined {
  if (unpushable.size === 0) return undefined;
  const problems: Readonly<Record<Unpushable, string>> = {
    binary: 'bytes that are not text in UTF-8',
    long: `more than ${LARGEST_PUSHED_VALUE_BYTES} bytes`,
  };
  const parts = (['binary', 'long'] as const).flatMap((why) => {
    const keys = [...unpushable].flatMap(([key, each]) => (each === why ? [key] : []));
    return keys.length === 0 ? [] : [`${listed(keys)} (${problems[why]})`];
  });
  return terminal(
    'InvalidValues',
    `Infisical cannot hold the values of ${parts.join(' and ')}; all others are pushed.`,
    {
      hint: 'Take these keys out of the source, or store their values as text, such as base 64.',
    },
  );
}

/** Keys in a message: the first twenty. */
export function listed(keys: readonly string[]): string {
  return keys.slice(0, 20).join(', ') + (keys.length > 20 ? ` and ${keys.length - 20} more` : '');
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    // A byte order mark is part of the value.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
