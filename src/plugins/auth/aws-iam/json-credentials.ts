import { cloudUnavailable, type CloudAnswer, type CloudCall } from '#kernel';
import { z } from 'zod';
import type { AwsCredentials } from './credentials.ts';

const Keys = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  Token: z.string().min(1),
});

/** The form that container endpoints and the metadata of instances have in common. Throws retryable `CloudUnavailable` for anything else. */
export function jsonCredentials(call: CloudCall, { body }: CloudAnswer): AwsCredentials {
  const { data } = Keys.safeParse(parseJson(body));
  if (data === undefined) throw cloudUnavailable(call, 'the answer holds no credentials');
  return { accessKeyId: data.AccessKeyId, secretAccessKey: data.SecretAccessKey, sessionToken: data.Token };
}

/** The value of a JSON text; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
