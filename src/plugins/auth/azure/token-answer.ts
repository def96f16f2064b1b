import { cloudFailure, cloudUnavailable, type CloudAnswer, type CloudCall } from '#kernel';
import { z } from 'zod';

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const Token = z.object({ access_token: z.string().regex(JWT) });
const Refusal = z.object({ error: z.string().default(''), error_description: z.string().default('') });

/**
 * The token in the answer of the metadata service or of the token service, which have the shape of OAuth 2.0 in common (RFC 6749, sections 5.1 and 5.2).
 * Throws `CloudRefused`, or `CloudUnavailable` for statuses that pass by themselves, `passing` besides the usual ones, and for nonsense.
 */
export function tokenIn(call: CloudCall, answer: CloudAnswer, passing: readonly number[] = []): string {
  const { status } = answer;
  const body = parseJson(answer.body);
  if (status !== 200) {
    const said = reason(body);
    if (passing.includes(status)) throw cloudUnavailable(call, `HTTP ${status}, ${said}`);
    throw cloudFailure(call, answer, said);
  }
  const token = Token.safeParse(body);
  if (token.success) return token.data.access_token;
  throw cloudUnavailable(call, 'the answer holds no token');
}

/** What the service gives as the reason, less the ids and the time that differ from one refusal to the next. */
function reason(body: unknown): string {
  const { data } = Refusal.safeParse(body);
  if (data === undefined) return 'without a reason';
  const description = data.error_description.split(/\s*(?:Trace ID|Correlation ID|Timestamp):/u, 1)[0] ?? '';
  return [data.error, description].filter((part) => part !== '').join(': ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
