import type { RefusalKind } from './refusal.ts';

/** `24`: the server of July 2024. `26`: the servers of 2026. */
export type EraId = '24' | '26';

/** How one refusal looks on the wire. */
export interface Failure {
  readonly status: number;
  /** The `error` field; some servers put the request's path into it. */
  readonly error: string | ((path: string) => string);
  /** The `code` field of errors that come from the web framework. */
  readonly code?: string;
  /** Replaces the message of the refusal, where the server hides its own. */
  readonly message?: string;
}

/** Lock-out of a universal login after wrong secrets. */
export interface Lockout {
  readonly attempts: number;
  readonly windowSeconds: number;
  readonly durationSeconds: number;
}

/**
 * Everything that differs between the two generations of servers, as data. Handlers read a named field and never ask
 * which era they are in, so that each difference is stated once, in `era-24.ts` and `era-26.ts`.
 */
export interface Era {
  readonly id: EraId;
  readonly failures: Readonly<Record<RefusalKind, Failure>>;
  /** Error envelopes carry a `reqId`, and `details` where there are any. */
  readonly detailedErrors: boolean;

  /** A list below an unknown environment or path: an empty 200, or an error. */
  readonly unknownPathInList: 'empty' | 'refused';
  /** A read of a version that does not exist. */
  readonly missingVersion: 'current' | 'refused';
  /** The version of a secret that was created in a batch; a single create always starts at 1. */
  readonly firstBatchVersion: 0 | 1;
  /** The same key twice in one batch create: two secrets of one name, or an error. */
  readonly batchTwins: 'accepted' | 'refused';
  /** An update without a value is a validation error. */
  readonly updateNeedsValue: boolean;
  /** A batch update that says nothing about a comment empties it. */
  readonly batchUpdateClearsComment: boolean;
  /** Names that a create accepts. */
  readonly secretName: RegExp;
  /** Secret objects carry the later fields: times, tags, metadata, `secretPath` on single answers. */
  readonly richSecrets: boolean;

  /** A reference into another folder whose value holds references itself. */
  readonly nestedReferences: 'kept' | 'followed';
  /** A reference to an existing, empty value. */
  readonly emptyReference: 'kept' | 'replaced';
  /** Values inside import blocks are expanded. */
  readonly expandsImports: boolean;
  /** `skipMultilineEncoding` quotes every value with line breaks, or only those that hold a reference. */
  readonly quotesMultiline: 'always' | 'with-references';
  /** Expansion refuses targets the caller may not read. */
  readonly checksReferences: boolean;

  /** What `exp` of an access token stands for, besides its beginning. */
  readonly tokenExpiry: 'max-ttl' | 'ttl';
  /** A renewal answers with the same string, or with a new token. */
  readonly renewal: 'same-string' | 'new-token';
  readonly lockout: Lockout | undefined;
  /** A token review is asked for the identity's audience. */
  readonly reviewNamesAudience: boolean;
  /** `allowedNames` and `allowedNamespaces` may hold `*`. */
  readonly globsInAllowed: boolean;

  /** Service tokens may look up their project by slug. */
  readonly slugForServiceTokens: boolean;
  /** Folder names that a create accepts; others are a validation error. */
  readonly folderName: RegExp;
  /** A folder name whose later look-up breaks inside the database. */
  readonly brokenFolderName: RegExp | undefined;
  /** Folder lists ask for the right to read. */
  readonly foldersNeedRights: boolean;
}
