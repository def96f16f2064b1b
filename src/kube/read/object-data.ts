import { z } from 'zod';
import type { SecretData, SecretText } from '#kernel';

/** The data of an object by key, with the version that it is of. */
export interface ObjectData {
  readonly resourceVersion: string;
  readonly data: SecretData;
}

const stored = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
  data: z
    .record(z.string(), z.string())
    .nullish()
    .transform((data) => data ?? {}),
});

/** The data of a Secret. Undefined when the input is no Secret. */
export function secretData(body: unknown): ObjectData | undefined {
  return objectData(body, 'base64');
}

/** The data of a ConfigMap; `binaryData` is left out. Undefined when the input is no ConfigMap. */
export function configMapData(body: unknown): ObjectData | undefined {
  return objectData(body, 'utf8');
}

/**
 * Data as UTF-8 text. Bytes that are no UTF-8 become replacement characters: who needs bytes must not take text. A trailing newline is kept; whoever
 * knows that his value has none may trim it.
 */
export function asText(data: SecretData): SecretText {
  return new Map([...data].map(([key, value]) => [key, Buffer.from(value).toString('utf8')]));
}

function objectData(body: unknown, encoding: 'base64' | 'utf8'): ObjectData | undefined {
  const parsed = stored.safeParse(body);
  if (!parsed.success) return undefined;
  const { metadata, data } = parsed.data;
  const bytes = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)] as const);
  return { resourceVersion: metadata.resourceVersion, data: new Map(bytes) };
}
