import { z } from 'zod';
import { cloudFailure, cloudUnavailable, type CloudAnswer, type CloudCall } from '#kernel';

/** How Google's APIs refuse, and how its token services do (RFC 6749, section 5.2). */
const Refusal = z.union([
  z
    .object({ error: z.object({ status: z.string().default(''), message: z.string().default('') }) })
    .transform(({ error }) => [error.status, error.message]),
  z
    .object({ error: z.string(), error_description: z.string().default('') })
    .transform(({ error, error_description }) => [error, error_description]),
]);

/** The body of an answer, if it is of that shape. Throws what `cloudFailure` makes, and retryable `CloudUnavailable` for nonsense. */
export function jsonAnswer<T>(call: CloudCall, answer: CloudAnswer, shape: z.ZodType<T>): T {
  const body = parseJson(answer.body);
  if (answer.status !== 200) {
    const said = Refusal.safeParse(body).data ?? [];
    throw cloudFailure(call, answer, said.filter((part) => part !== '').join(': '));
  }
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw cloudUnavailable(call, 'the answer is not what was asked for');
}

/** The value that a text in JSON stands for; undefined for anything else. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
