import type { PlainError } from '../protocol.ts';

/** An error by the contract, made by the door that a plugin is given. */
export class PluginError extends Error {
  override readonly name = 'OperatorError';
  readonly plain: PlainError;

  constructor(plain: PlainError) {
    super(plain.message);
    this.plain = plain;
  }

  get reason(): string {
    return this.plain.reason;
  }

  get disposition(): string {
    return this.plain.disposition;
  }
}

/** Makes one from what a plugin or the operator gave. */
export function pluginError({ disposition, reason, message, hint, retryAfterMs }: PlainError): PluginError {
  return new PluginError({
    disposition,
    reason,
    message: message.slice(0, 4_096),
    ...(hint !== undefined && { hint: hint.slice(0, 4_096) }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** The error as data, if it is one by the contract. */
export function plainError(error: unknown): PlainError | undefined {
  return error instanceof PluginError ? error.plain : undefined;
}
