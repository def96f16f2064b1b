import { ANSWER_RULES, type AnswerRule, type CallKind } from './answer-rules.ts';
import { type CallDescription, CallFailure } from './call-failure.ts';
import { type ErrorEnvelope, readEnvelope } from './error-envelope.ts';
import { retryAfterMs } from './retry-after.ts';
import { cleanMessage } from './server-message.ts';

/** An answer with another status than 2xx. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or text where it was none. */
  readonly body: unknown;
}

/** What is known of the call besides its answer. */
export interface AnswerContext extends CallDescription {
  readonly kind: CallKind;
  /** Texts of the request that must not be shown, should the server repeat them. */
  readonly confidential: readonly string[];
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly nowMs: number;
}

/** The one place where answers become errors. The message says what was asked of which host and how the server put it. */
export function classifyAnswer(answer: RefusedAnswer, context: AnswerContext): CallFailure {
  const envelope = readEnvelope(answer.body);
  const { means: meaning, hint } = ruleFor(answer.status, envelope, context.kind);
  const said = envelope === undefined ? '' : cleanMessage(envelope.message, context.confidential);
  const detail = said === '' ? `HTTP ${answer.status}` : `HTTP ${answer.status}: ${said}`;
  const waitMs = retryAfterMs(answer.headers, context.nowMs);
  const mayWait = meaning === 'rateLimited' || answer.status === 503;
  return new CallFailure(meaning, context, detail, {
    ...(mayWait && waitMs !== undefined ? { retryAfterMs: waitMs } : {}),
    ...(hint === undefined ? {} : { hint }),
  });
}

function ruleFor(status: number, envelope: ErrorEnvelope | undefined, kind: CallKind): Omit<AnswerRule, 'when'> {
  const rule = ANSWER_RULES.find(({ when }) => fits(when, status, envelope, kind));
  // What is no envelope was said by something in between: a proxy, a firewall, another site. Overload needs no words.
  const spoken = envelope !== undefined || rule?.means === 'rateLimited' || rule?.means === 'tooSlow';
  if (!spoken) return { means: status >= 500 ? 'hostFailed' : 'answerInvalid' };
  if (rule !== undefined) return rule;
  if (status >= 500) return { means: 'serverFailed' };
  return { means: status >= 400 ? 'requestRefused' : 'answerInvalid' };
}

function fits(when: AnswerRule['when'], status: number, envelope: ErrorEnvelope | undefined, kind: CallKind): boolean {
  return (
    (when.kinds === undefined || when.kinds.includes(kind)) &&
    (when.statuses === undefined || when.statuses.includes(status)) &&
    (when.error === undefined || when.error.test(envelope?.error ?? '')) &&
    (when.message === undefined || when.message.test(envelope?.message ?? '')) &&
    (when.requestId === undefined || when.requestId === (envelope?.hasRequestId ?? false))
  );
}
