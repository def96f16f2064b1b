/** Where a template went wrong: while it was read, while it ran, or because it asked for too much. */
export type FaultPhase = 'parse' | 'execute' | 'limit';

/**
 * The one exception of this folder. Messages are in our own words and are built from names, types and numbers only, never
 * from a value of the data, so that they can go to a status condition. `offset` is the byte in the template text.
 */
export class TemplateFault extends Error {
  constructor(
    readonly phase: FaultPhase,
    message: string,
    readonly offset?: number,
  ) {
    super(message);
    this.name = 'TemplateFault';
  }

  /** The same fault at a place, unless it already knows a better one. */
  at(offset: number): TemplateFault {
    return this.offset === undefined ? new TemplateFault(this.phase, this.message, offset) : this;
  }
}

/** A failure of a function or operation on values; the executor adds the place. */
export function executeFault(message: string): TemplateFault {
  return new TemplateFault('execute', message);
}
