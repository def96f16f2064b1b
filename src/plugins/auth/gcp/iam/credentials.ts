import { isPrivateAddress, terminal, type OperatorError } from '#kernel';
import { z } from 'zod';

/** What Google's APIs are allowed for; what a service account may do in them, its roles say. */
export const CLOUD_PLATFORM = 'https://www.googleapis.com/auth/cloud-platform';

/** A service account that the operator can act as. */
export interface ServiceAccount {
  readonly email: string;
  /** The domain of the APIs that know it, such as `googleapis.com`. */
  readonly universe: string;
  /** An access token for Google's APIs, made anew. */
  accessToken(signal: AbortSignal): Promise<string>;
}

/** A file with credentials, parsed; undefined content: it is no JSON. */
export interface CredentialsFile {
  readonly path: string;
  readonly content: unknown;
}

export const DEFAULT_UNIVERSE = 'googleapis.com';

/** E-mail address of a service account. It becomes part of paths as it is. */
export const Email = z.string().regex(/^[\w.+-]+@[\w.-]+$/);
/** Domain of the APIs. */
export const Universe = z
  .string()
  .regex(/^[a-z0-9.-]+$/)
  .default(DEFAULT_UNIVERSE);
/** An address that credentials are sent to. */
export const PrivateAddress = z.string().refine(isPrivateAddress, 'must be an https address');
/** A token as the token services give it: fit for a header. */
export const AccessToken = z.string().regex(/^[\x21-\x7e]+$/);

/** A file with credentials that cannot be used, and why; nothing that it holds is shown. */
export function incomplete({ path }: CredentialsFile, why: string, hint?: string): OperatorError {
  return terminal('CredentialsIncomplete', `File ${path} of the operator's container is of no use: ${why}.`, {
    hint: hint ?? 'Use a file as the Google Cloud console or gcloud makes it.',
  });
}

/** What a file holds, if it is of that shape. Throws terminal `CredentialsIncomplete` that names the bad fields. */
export function contentOf<T>(file: CredentialsFile, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(file.content);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].filter((field) => field !== '');
  throw incomplete(file, `missing or wrong in it: ${fields.join(', ')}`);
}
