import { z } from 'zod';
import type { SecretText } from '#kernel';

/** The text of an object's data by key, with the version that it is of. */
export interface ObjectText {
  readonly resourceVersion: string;
  readonly text: SecretText;
}

const stored = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
  data: z
    .record(z.string(), z.string())
    .nullish()
    .transform((data) => data ?? {}),
});

/**
 * The data of a Secret as UTF-8 text. Bytes that are no UTF-8 become replacement characters: credentials are text, and
 * who needs bytes must not read them here. A trailing newline is kept; whoever knows that his value has none may trim
 * it. Undefined when the input is no Secret.
 */
export function secretText(body: unknown): ObjectText | undefined {
  return objectText(body, (value) => Buffer.from(value, 'base64').toString('utf8'));
}

/** The data of a ConfigMap; `binaryData` is left out. Undefined when the input is no ConfigMap. */
export function configMapText(body: unknown): ObjectText | undefined {
  return objectText(body, (value) => value);
}

function objectText(body: unknown, decode: (value: string) => string): ObjectText | undefined {
  const parsed = stored.safeParse(body);
  if (!parsed.success) return undefined;
  const { metadata, data } = parsed.data;
  const text = new Map(Object.entries(data).map(([key, value]) => [key, decode(value)]));
  return { resourceVersion: metadata.resourceVersion, text };
}
