import { isUtf8 } from 'node:buffer';
import { z } from 'zod';

const Secret = z.object({ kind: z.literal('Secret'), data: z.record(z.string(), z.string()) });

/** A Secret with its values under `stringData`, but for those that are no text. Other objects stay as they are. */
export function withTextOfSecrets(object: object): object {
  const secret = Secret.safeParse(object).data;
  if (secret === undefined) return object;
  const values = Object.entries(secret.data).map(([key, encoded]) => ({
    key,
    encoded,
    bytes: Buffer.from(encoded, 'base64'),
  }));
  const text = values.filter(({ bytes }) => isUtf8(bytes));
  const binary = values.filter((value) => !text.includes(value));
  const shown: readonly (readonly [string, unknown])[] = [
    ...Object.entries(object).filter(([field]) => field !== 'data'),
    ...(binary.length === 0 ? [] : [['data', mapOf(binary, ({ encoded }) => encoded)] as const]),
    ['stringData', mapOf(text, ({ bytes }) => bytes.toString('utf8'))],
  ];
  return Object.fromEntries(shown);
}

function mapOf<T extends { readonly key: string }>(values: readonly T[], text: (value: T) => string): object {
  return Object.fromEntries(values.map((value) => [value.key, text(value)]));
}
