import { type Disposition, type ErrorDetails, OperatorError, type Reason, REASONS } from '#kernel';

/** What a failed call means, in the words of this client: one step finer than a reason. */
export type FailureMeaning =
  | 'routeMissing'
  | 'tokenRefused'
  | 'loginRefused'
  | 'loginUnknown'
  | 'accessDenied'
  | 'projectMissing'
  | 'sourceMissing'
  | 'requestRefused'
  | 'writeRefused'
  | 'eventsMissing'
  | 'eventsUnlicensed'
  | 'eventsDenied'
  | 'eventsEnded'
  | 'rateLimited'
  | 'tooSlow'
  | 'serverFailed'
  | 'hostFailed'
  | 'unreachable'
  | 'answerInvalid'
  | 'forbiddenAddress';

interface MeaningEntry {
  readonly disposition: Disposition;
  readonly reason: Reason;
  /** Ends the sentence "Could not <do this> at <host>: ...". */
  readonly says: string;
}

/** How each meaning reaches users when nothing in this client could mend it. */
const MEANINGS: Readonly<Record<FailureMeaning, MeaningEntry>> = {
  routeMissing: { disposition: 'retryable', reason: 'HostAnswerInvalid', says: 'the server has no such route' },
  tokenRefused: { disposition: 'terminal', reason: 'InvalidCredentials', says: 'the token was refused' },
  loginRefused: { disposition: 'terminal', reason: 'InvalidCredentials', says: 'the login was refused' },
  loginUnknown: { disposition: 'terminal', reason: 'InvalidSpec', says: 'the server offers no login of this kind' },
  accessDenied: { disposition: 'terminal', reason: 'AccessDenied', says: 'access was denied' },
  projectMissing: { disposition: 'terminal', reason: 'ProjectNotFound', says: 'no such project for this identity' },
  sourceMissing: { disposition: 'terminal', reason: 'SourceNotFound', says: 'it does not exist' },
  requestRefused: { disposition: 'terminal', reason: 'InvalidSpec', says: 'the server refused the request' },
  writeRefused: { disposition: 'retryable', reason: 'WriteRefused', says: 'the server refused the write' },
  eventsMissing: { disposition: 'terminal', reason: 'EventsUnsupported', says: 'the server tells of no changes' },
  eventsUnlicensed: { disposition: 'terminal', reason: 'EventsUnlicensed', says: 'its plan does not include this' },
  eventsDenied: { disposition: 'terminal', reason: 'EventsDenied', says: 'this identity may not subscribe' },
  eventsEnded: { disposition: 'retryable', reason: 'EventsInterrupted', says: 'the stream of events ended' },
  rateLimited: { disposition: 'retryable', reason: 'RateLimited', says: 'the server asks for fewer calls' },
  tooSlow: { disposition: 'retryable', reason: 'HostTimeout', says: 'no answer in time' },
  serverFailed: { disposition: 'retryable', reason: 'HostError', says: 'the server failed' },
  hostFailed: { disposition: 'retryable', reason: 'HostError', says: 'the host failed before Infisical could answer' },
  unreachable: { disposition: 'retryable', reason: 'HostUnreachable', says: 'the host cannot be reached' },
  answerInvalid: {
    disposition: 'retryable',
    reason: 'HostAnswerInvalid',
    says: 'the answer is not one of the Infisical API',
  },
  forbiddenAddress: {
    disposition: 'terminal',
    reason: 'HostInvalid',
    says: 'the name leads to an address of the machine itself or of its cloud, which is not allowed',
  },
};

/** Which call failed, in words for people. */
export interface CallDescription {
  /** Completes "Could not ...", for example `log in (universal)`; names the object, holds no value. */
  readonly what: string;
  /** The normalised address. */
  readonly host: string;
}

/** A failed call of the API: an OperatorError that this client can still tell apart and may mend before anybody sees it. */
export class CallFailure extends OperatorError {
  /** `detail` is appended in brackets: a status, an error code, the cleaned message of the server. */
  constructor(
    readonly meaning: FailureMeaning,
    private readonly about: CallDescription,
    readonly detail?: string,
    details: ErrorDetails = {},
  ) {
    const { disposition, reason, says } = MEANINGS[meaning];
    const suffix = detail === undefined || detail === '' ? '' : ` (${detail})`;
    super(disposition, reason, `Could not ${about.what} at ${about.host}: ${says}${suffix}.`, {
      hint: REASONS[reason].remedy,
      ...details,
    });
  }

  /** The same failure with other details, and of another call if `about` says so. */
  with(details: ErrorDetails, about = this.about): CallFailure {
    const { hint, retryAfterMs, cause } = this;
    return new CallFailure(this.meaning, about, this.detail, {
      ...(hint === undefined ? {} : { hint }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      cause,
      ...details,
    });
  }
}

/** Share of a pause that is added by chance, so that all who are told of a failure do not come back in step. */
const SPREAD = 1 / 4;

/**
 * A failure that stands for `leftMs` more, of `pauseMs`, as it is told to those who ask meanwhile: one that may pass says when to come back. Others are
 * told as they are.
 */
export function standingFor(error: OperatorError, leftMs: number, pauseMs: number): OperatorError {
  if (!(error instanceof CallFailure) || error.disposition === 'terminal') return error;
  return error.with({ putOff: { ms: Math.max(0, leftMs), spreadMs: pauseMs * SPREAD, quiet: false } });
}

/** Whether `error` is a failed call with this meaning. */
export function meansThat(error: unknown, meaning: FailureMeaning): error is CallFailure {
  return error instanceof CallFailure && error.meaning === meaning;
}
