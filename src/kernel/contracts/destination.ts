/** The one folder that secrets are pushed to. */
export interface DestinationScope {
  readonly project: { readonly id: string } | { readonly slug: string };
  readonly environment: string;
  /** Absolute folder path. */
  readonly path: string;
}

/** One secret of a destination, as it is stored: nothing imported, no reference expanded. */
export interface StoredSecret {
  /** Stays the same when the secret is renamed. */
  readonly id: string;
  readonly key: string;
  readonly value: string;
  /** What people wrote about it; older servers lose it unless an update repeats it. */
  readonly comment: string;
  /** The `mark` of each `PushedSecret` that it was made from; people may copy or remove them. */
  readonly marks: readonly string[];
}

/** A secret to be made. */
export interface PushedSecret {
  readonly key: string;
  readonly value: string;
  /** Kept with the secret where people see it, so that its maker knows it again: one line, no secret. */
  readonly mark: string;
}

/** Another value for a secret that is there. */
export interface ChangedSecret {
  readonly stored: StoredSecret;
  readonly value: string;
}

/** What came of a write. */
export interface WriteOutcome {
  /** Secrets as they stand after the write; without those that wait for an approval. */
  readonly written: readonly Pick<StoredSecret, 'id' | 'key'>[];
  /** A policy of the project holds back at least a part: nothing of that part has changed yet. */
  readonly awaitsApproval: boolean;
}

/** Longest value that one request can carry, in bytes as JSON: Infisical takes bodies of 1 MiB, and names need room, too. */
export const LARGEST_PUSHED_VALUE_BYTES = 1_000_000;

/**
 * A folder to write to, in the name of one identity. Writes go out in as few requests as fit the server's limits; each request does all or nothing, so a
 * failure leaves those before it done. All throw as `InfisicalSession.read` does, besides terminal `DestinationNotFound` and retryable `WriteRefused`:
 * something of that name was made or taken away meanwhile.
 */
export interface Destination {
  /** All secrets of the folder itself. Undefined: there is no such folder, or no such environment. */
  list(signal: AbortSignal): Promise<readonly StoredSecret[] | undefined>;
  /** Makes the folder and its parents; fine when they are there. */
  createFolder(signal: AbortSignal): Promise<void>;
  /** Keys must not be there yet, and must differ. */
  create(secrets: readonly PushedSecret[], signal: AbortSignal): Promise<WriteOutcome>;
  update(changes: readonly ChangedSecret[], signal: AbortSignal): Promise<WriteOutcome>;
  /** `written` tells which are gone. */
  remove(secrets: readonly StoredSecret[], signal: AbortSignal): Promise<WriteOutcome>;
}
