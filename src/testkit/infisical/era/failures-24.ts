import type { Failure } from './era.ts';
import type { RefusalKind } from './refusal.ts';

const HIDDEN = 'Something went wrong';
const unauthorized: Failure = { status: 403, error: 'UnauthorizedError' };
const badRequest: Failure = { status: 400, error: 'BadRequest' };
const serverError: Failure = { status: 500, error: 'Internal Server Error' };

/**
 * Errors of the 2024 server. Odd on purpose: validation is 403, a refused permission 401, a broken token 500, and what
 * is not found 400 or, where the database layer threw, 500 with the name of the failed look-up.
 */
export const FAILURES_24: Readonly<Record<RefusalKind, Failure>> = {
  malformedJson: { status: 400, error: 'Bad Request' },
  emptyJson: { status: 400, error: 'Bad Request', code: 'FST_ERR_CTP_EMPTY_JSON_BODY' },
  unsupportedMedia: { status: 415, error: 'Unsupported Media Type', code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' },
  bodyTooLarge: { status: 413, error: 'Payload Too Large', code: 'FST_ERR_CTP_BODY_TOO_LARGE' },
  validation: { status: 403, error: 'ValidationFailure' },
  parametersMissing: badRequest,
  rateLimited: { status: 429, error: 'Too Many Requests' },

  tokenMissing: { status: 403, error: 'Unauthorized access' },
  tokenInvalid: serverError,
  tokenUnknown: unauthorized,
  tokenPastTtl: unauthorized,
  tokenUsedUp: badRequest,
  tokenKind: { status: 403, error: (path) => `${path} Unauthorized Access` },
  renewalRefused: unauthorized,
  serviceTokenSecret: unauthorized,
  serviceTokenUnknown: unauthorized,
  serviceTokenExpired: unauthorized,
  serviceTokenProject: unauthorized,

  credentialsWrong: unauthorized,
  lockedOut: unauthorized,
  identityUnknown: unauthorized,
  identityIdMalformed: { status: 500, error: 'Find one', message: HIDDEN },
  subjectNotAllowed: serverError,
  reviewRefused: unauthorized,
  reviewUnreachable: serverError,

  permissionDenied: { status: 401, error: 'PermissionDenied' },
  notInProject: { status: 403, error: 'Identity not in project' },
  personalByIdentity: badRequest,

  projectUnknown: badRequest,
  projectIdUnknown: { status: 500, error: 'Failed to find project by id', message: HIDDEN },
  projectSlugUnknown: { status: 500, error: 'Failed to find project by slug', message: HIDDEN },
  projectSlugUnknownToSecrets: { status: 500, error: 'Find project by slug', message: HIDDEN },
  listPathUnknown: { status: 400, error: 'Create secret' },
  pathUnknown: { status: 400, error: 'Create secret' },
  secretUnknown: badRequest,
  secretExists: badRequest,
  environmentUnknown: badRequest,
  environmentExists: { status: 400, error: 'Create envv' },
  folderEnvironmentUnknown: { status: 400, error: 'get folders' },
  folderUnknown: { status: 400, error: 'Delete folder' },
  folderNameBroken: { status: 500, error: 'Find by secret path', message: HIDDEN },
  importUnknown: badRequest,
  leaseUnknown: badRequest,

  planRestricted: badRequest,
  tooManySubscriptions: { status: 429, error: 'Too Many Requests' },
  internal: serverError,
};
