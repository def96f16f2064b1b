import { z } from 'zod';

const Ended = z.object({ resource: z.string(), state: z.string() });

/** One pass that has ended. */
export interface EndedPass {
  /** Name of the resource, without its namespace. */
  readonly name: string;
  readonly state: string;
  /** On the clock of the operator. */
  readonly atMs: number;
}

/** The passes of an operator, read from its log. */
export class PassBook {
  readonly ended: EndedPass[] = [];

  /** Takes a line of the log that was written at `atMs`. */
  read(line: string, atMs: number): void {
    if (!line.includes('"msg":"pass ended"')) return;
    const { resource, state } = Ended.parse(JSON.parse(line));
    this.ended.push({ name: resource.slice(resource.indexOf('/') + 1), state, atMs });
  }

  /** When the passes of each resource ended that fit, in order. */
  byName(fits: (pass: EndedPass) => boolean = () => true): ReadonlyMap<string, readonly number[]> {
    const times = new Map<string, number[]>();
    for (const pass of this.ended.filter(fits)) times.set(pass.name, [...(times.get(pass.name) ?? []), pass.atMs]);
    return times;
  }
}
