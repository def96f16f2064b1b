import type { Failure } from './era.ts';
import type { RefusalKind } from './refusal.ts';

const badRequest: Failure = { status: 400, error: 'BadRequest' };
const unauthorized: Failure = { status: 401, error: 'UnauthorizedError' };
const forbidden: Failure = { status: 403, error: 'ForbiddenError' };
const notFound: Failure = { status: 404, error: 'NotFound' };
const unnamed: Failure = { status: 500, error: 'InternalServerError', message: 'Something went wrong' };

/** Errors of the 2026 servers: statuses mean what they say, and what the framework throws is a plain 500. */
export const FAILURES_26: Readonly<Record<RefusalKind, Failure>> = {
  malformedJson: unnamed,
  emptyJson: unnamed,
  unsupportedMedia: unnamed,
  bodyTooLarge: unnamed,
  validation: { status: 422, error: 'ValidationFailure' },
  parametersMissing: badRequest,
  rateLimited: { status: 429, error: 'RateLimitExceeded' },

  tokenMissing: unauthorized,
  tokenInvalid: { status: 403, error: 'TokenError' },
  tokenUnknown: unauthorized,
  tokenPastTtl: unauthorized,
  tokenUsedUp: unauthorized,
  tokenKind: forbidden,
  renewalRefused: unauthorized,
  serviceTokenSecret: unauthorized,
  serviceTokenUnknown: notFound,
  serviceTokenExpired: forbidden,
  serviceTokenProject: forbidden,

  credentialsWrong: unauthorized,
  lockedOut: unauthorized,
  identityUnknown: notFound,
  identityIdMalformed: { status: 500, error: 'DatabaseError', message: 'Something went wrong' },
  subjectNotAllowed: unauthorized,
  reviewRefused: unauthorized,
  reviewUnreachable: { status: 400, error: 'KubernetesTokenReviewRequestError' },

  permissionDenied: { status: 403, error: 'PermissionDenied' },
  notInProject: forbidden,
  personalByIdentity: badRequest,

  projectUnknown: notFound,
  projectIdUnknown: notFound,
  projectSlugUnknown: notFound,
  projectSlugUnknownToSecrets: notFound,
  listPathUnknown: { status: 404, error: 'SecretPathNotFound' },
  pathUnknown: notFound,
  secretUnknown: notFound,
  secretExists: badRequest,
  environmentUnknown: notFound,
  environmentExists: badRequest,
  folderEnvironmentUnknown: notFound,
  folderUnknown: notFound,
  folderNameBroken: unnamed,
  importUnknown: notFound,
  leaseUnknown: notFound,

  planRestricted: badRequest,
  tooManySubscriptions: { status: 429, error: 'RateLimitExceeded' },
  internal: unnamed,
};
