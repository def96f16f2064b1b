import { REASONS, type Reason } from './reasons.ts';

/** `terminal`: only a change or the next resync helps. `retryable`: back-off helps. */
export type Disposition = 'terminal' | 'retryable';

/**
 * When to come back with something that could not be done now. Whoever gives this knows better than a back-off: it is no failure of the
 * resource, and does not count as one.
 */
export interface PutOff {
  /** Milliseconds from now, at the earliest. */
  readonly ms: number;
  /** Up to so much later, so that what was put off together does not come back together. */
  readonly spreadMs: number;
  /** Nothing is known to be wrong, it just is not one's turn: not worth telling in a status. */
  readonly quiet: boolean;
}

/** What may be added to an error besides its reason and message. */
export interface ErrorDetails {
  /** What to do about it, as a sentence, where this place knows better than the remedy of the reason. */
  readonly hint?: string;
  /** The server's own wish, from `Retry-After`, in milliseconds. Only for retryable errors. */
  readonly retryAfterMs?: number;
  /** When to try again, in place of a back-off. Only for retryable errors. */
  readonly putOff?: PutOff;
  /** The error below; for the log only, never for a condition. */
  readonly cause?: unknown;
}

/**
 * A failure that was classified where it happened. Its message is shown to users in conditions and Events, so it names the
 * object and the field and never carries a secret value, a token or a credential.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly putOff: PutOff | undefined;

  constructor(
    readonly disposition: Disposition,
    readonly reason: Reason,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
    this.putOff = details.putOff;
  }

  /** Message and what to do about it as one line, for conditions and Events: the hint, or else the remedy of the reason. */
  get userMessage(): string {
    return `${this.message} ${this.hint ?? REASONS[this.reason].remedy}`;
  }
}

/** A failure that only a change, or the next resync, can end. */
export function terminal(
  reason: Reason,
  message: string,
  details: Omit<ErrorDetails, 'retryAfterMs' | 'putOff'> = {},
): OperatorError {
  return new OperatorError('terminal', reason, message, details);
}

/** A failure that passes by itself: it is tried again with back-off, or after `retryAfterMs`. */
export function retryable(reason: Reason, message: string, details: ErrorDetails = {}): OperatorError {
  return new OperatorError('retryable', reason, message, details);
}

/**
 * Any thrown value as an OperatorError. What is none becomes a retryable `InternalError` whose message tells nothing of the
 * original: an unclassified message may hold anything, so it stays in `cause`, for the log.
 */
export function asOperatorError(error: unknown): OperatorError {
  if (error instanceof OperatorError) return error;
  return retryable('InternalError', 'An unexpected fault of the operator stopped the pass.', {
    hint: 'Its log has the details.',
    cause: error,
  });
}

/** The failure to report of several: the first terminal one, because only a person can end it, else the first. */
export function worstOf(errors: readonly OperatorError[]): OperatorError | undefined {
  return errors.find(({ disposition }) => disposition === 'terminal') ?? errors[0];
}
