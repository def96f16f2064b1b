import type { FailureMeaning } from './call-failure.ts';

/** Calls whose failures mean different things: a 404 of a login is a refused login, of a project a missing project. */
export type CallKind = 'login' | 'token' | 'project' | 'secrets' | 'secret' | 'write' | 'events' | 'other';

/** One row: all parts that are present must fit. */
export interface AnswerRule {
  readonly when: {
    readonly kinds?: readonly CallKind[];
    readonly statuses?: readonly number[];
    readonly error?: RegExp;
    readonly message?: RegExp;
    readonly requestId?: boolean;
  };
  readonly means: FailureMeaning;
  /** Replaces the remedy of the reason, where this very case has a better one. */
  readonly hint?: string;
}

const LOGIN: readonly CallKind[] = ['login'];
const EVENTS: readonly CallKind[] = ['events'];

/**
 * What an answer that is no success means; the first row that fits decides. The comments name the server: 24 is the one of July
 * 2024, whose statuses are odd, 26 those of 2026. `error` is looked at only where a status alone says too little.
 */
export const ANSWER_RULES: readonly AnswerRule[] = [
  { when: { statuses: [429] }, means: 'rateLimited' },
  { when: { statuses: [408, 504] }, means: 'tooSlow' },
  // Said by what stands before Infisical, or by Infisical of itself as a whole; a 500 is about one call.
  { when: { statuses: [502, 503] }, means: 'hostFailed' },

  // An unknown route, alike on both; a missing thing on 26 has a request id.
  { when: { kinds: LOGIN, statuses: [404], message: /^Route /u, requestId: false }, means: 'loginUnknown' },
  { when: { kinds: EVENTS, statuses: [404], message: /^Route /u, requestId: false }, means: 'eventsMissing' },
  { when: { statuses: [404], message: /^Route /u, requestId: false }, means: 'routeMissing' },

  // Validation: 422 on 26, 403 on 24.
  { when: { statuses: [422] }, means: 'requestRefused' },
  { when: { statuses: [403], error: /^ValidationFailure$/u }, means: 'requestRefused' },

  // Logins. 24 answers what the identity's rules forbid with 500; a token review that refuses is 400 on some releases of 26.
  { when: { kinds: LOGIN, statuses: [400, 401, 403, 404] }, means: 'loginRefused' },
  { when: { kinds: LOGIN, statuses: [500], message: /^Access denied/iu }, means: 'loginRefused' },
  {
    when: { kinds: LOGIN, statuses: [500] },
    means: 'serverFailed',
    // 24 fails like this on an identity id that is none.
    hint: 'Check that the identity id is a UUID, and the logs of the Infisical server; the operator keeps trying.',
  },

  // A service token asked about itself: each refusal is about the token. 26 does not find what does not exist.
  { when: { kinds: ['token'], statuses: [400, 401, 403, 404] }, means: 'tokenRefused' },
  { when: { statuses: [404], message: /\bservice token\b/iu }, means: 'tokenRefused' },

  // 24: a rule that forbids is 401; 26 says 403 with the same name.
  { when: { statuses: [401], error: /^PermissionDenied$/u }, means: 'accessDenied' },
  // 26: missing, revoked, expired, unknown, used up.
  { when: { statuses: [401] }, means: 'tokenRefused' },
  // 26: malformed, wrong signature, expired JWT.
  { when: { statuses: [403], error: /^TokenError$/u }, means: 'tokenRefused' },
  // 24: a service token of another project; nothing is wrong with the token.
  { when: { statuses: [403], message: /authorization for given project/iu }, means: 'accessDenied' },
  // 24: revoked, past its TTL, unknown.
  { when: { statuses: [403], error: /^UnauthorizedError$/u }, means: 'tokenRefused' },
  // 24: malformed, wrong signature, expired JWT.
  { when: { statuses: [500], message: /^(?:jwt |invalid signature$)/u }, means: 'tokenRefused' },
  // 24: a token with a limited number of uses is used up.
  { when: { statuses: [400], message: /number of uses/iu }, means: 'tokenRefused' },

  // Projects. 24: 400 from secrets, 500 from the look-ups, where only `error` says which one; not a member is 403.
  { when: { statuses: [403], error: /not in project/iu }, means: 'projectMissing' },
  { when: { statuses: [403], message: /not (?:a member|part) of (?:this|the) project/iu }, means: 'projectMissing' },
  { when: { statuses: [500], error: /find project by (?:id|slug)/iu }, means: 'projectMissing' },
  { when: { statuses: [404], error: /^SecretPathNotFound$/u }, means: 'sourceMissing' },
  {
    when: { statuses: [400, 404], message: /^(?:project|workspace)\b.*not found|\bno project\b/iu },
    means: 'projectMissing',
  },
  { when: { kinds: ['project'], statuses: [400, 404] }, means: 'projectMissing' },

  // Events are a matter of the plan, and of rights of their own.
  { when: { kinds: EVENTS, statuses: [400], message: /\bplan\b/iu }, means: 'eventsUnlicensed' },
  { when: { kinds: EVENTS, statuses: [403] }, means: 'eventsDenied' },
  { when: { statuses: [403] }, means: 'accessDenied' },

  // What a write counted on is not so any more: a key that is there already, or one that is not.
  { when: { kinds: ['write'], statuses: [400, 404] }, means: 'writeRefused' },

  // Secrets, folders, environments: 404 on 26, 400 on 24.
  { when: { statuses: [404] }, means: 'sourceMissing' },
  { when: { kinds: ['secret'], statuses: [400] }, means: 'sourceMissing' },
  { when: { statuses: [400], message: /\bnot found\b/iu }, means: 'sourceMissing' },
];
