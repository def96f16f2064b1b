/** Every way in which the emulator says no. Each era gives each of them a status and an `error` text of its own. */
export type RefusalKind =
  // the request itself
  | 'malformedJson'
  | 'emptyJson'
  | 'unsupportedMedia'
  | 'bodyTooLarge'
  | 'validation'
  | 'parametersMissing'
  | 'rateLimited'
  // the token sent along
  | 'tokenMissing'
  | 'tokenInvalid'
  | 'tokenUnknown'
  | 'tokenPastTtl'
  | 'tokenUsedUp'
  | 'tokenKind'
  | 'renewalRefused'
  | 'serviceTokenSecret'
  | 'serviceTokenUnknown'
  | 'serviceTokenExpired'
  | 'serviceTokenProject'
  // logging in
  | 'credentialsWrong'
  | 'lockedOut'
  | 'identityUnknown'
  | 'identityIdMalformed'
  | 'subjectNotAllowed'
  | 'reviewRefused'
  | 'reviewUnreachable'
  // rights
  | 'permissionDenied'
  | 'notInProject'
  | 'personalByIdentity'
  // things that are not there, or there already
  | 'projectUnknown'
  | 'projectIdUnknown'
  | 'projectSlugUnknown'
  | 'projectSlugUnknownToSecrets'
  | 'listPathUnknown'
  | 'pathUnknown'
  | 'secretUnknown'
  | 'secretExists'
  | 'environmentUnknown'
  | 'environmentExists'
  | 'folderEnvironmentUnknown'
  | 'folderUnknown'
  | 'folderNameBroken'
  | 'importUnknown'
  | 'leaseUnknown'
  // what the installation does not offer
  | 'planRestricted'
  | 'tooManySubscriptions'
  | 'internal';

/** Additions to the envelope of an error answer. */
export interface RefusalExtra {
  /** Reasons of a refused permission; sent by servers of 2026 only. */
  readonly details?: unknown;
  /** Machine readable code that replaces the one of the era's table. */
  readonly code?: string;
  /** Validation issues, which take the place of the message. */
  readonly issues?: readonly unknown[];
  /** Headers of the answer, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by any layer of the emulator; the pipeline turns it into the era's error answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: RefusalKind,
    message: string,
    readonly extra: RefusalExtra = {},
  ) {
    super(message);
  }
}
