import type { JsonObject } from '../json/index.ts';

/** One entry of `details.causes` of a Status. */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

/** What a Status says besides its code, reason and message. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** A refusal that the server answers as a `Status` object with that HTTP code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
  ) {
    super(message);
  }

  /** The `Status` object; details that are empty are left out, as the API machinery does. */
  toStatus(): JsonObject {
    const { causes, retryAfterSeconds, ...names } = this.details ?? {};
    const details: JsonObject = {};
    for (const [key, value] of Object.entries(names)) if (value !== '') details[key] = value;
    if (causes !== undefined) details['causes'] = causes.map((cause) => ({ ...cause }));
    if (retryAfterSeconds !== undefined) details['retryAfterSeconds'] = retryAfterSeconds;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details }),
      code: this.code,
    };
  }
}
