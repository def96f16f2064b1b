declare const TYPE: unique symbol;

/** A name under which a service is registered; carries the type of the service for the compiler only. */
export interface Token<T> {
  /** Dotted, unique: `kernel.clock`. */
  readonly id: string;
  readonly [TYPE]?: T;
}

/** A new token. Two tokens with one id mean the same registration, so ids are prefixed by their owner. */
export function token<T>(id: string): Token<T> {
  return Object.freeze({ id });
}
