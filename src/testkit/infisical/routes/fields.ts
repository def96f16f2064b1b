import { z } from 'zod/v3';

/** A boolean of a query: the words `true` and `false`, and no other spelling. */
export function flag(fallback: boolean): z.ZodType<boolean, z.ZodTypeDef, unknown> {
  return z
    .enum(['true', 'false'])
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true');
}

/** An absolute path; whether it leads anywhere shows later. */
export const pathField = z.string().trim().default('/');

/** Personal secrets belong to users, so for the callers served here it stays a word that can be sent. */
export const typeField = z.enum(['shared', 'personal']).default('shared');

/** What a write may say about a secret besides its name and value. */
export const contentFields = {
  tagIds: z.array(z.string()).optional(),
  skipMultilineEncoding: z.boolean().optional(),
};

/** Metadata of a secret; the mark for encryption is taken and has no effect here. */
export const metadataField = z
  .array(z.object({ key: z.string(), value: z.string().default(''), isEncrypted: z.boolean().optional() }))
  .optional();
