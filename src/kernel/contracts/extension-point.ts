import type { z } from 'zod';
import type { ServiceClass } from '../container/index.ts';

declare const CONTRIBUTION: unique symbol;

/** The least that a contribution has. */
export interface Contributed {
  /** Unique within its extension point, compared without case. */
  readonly key: string;
  /** Constructed once, in the plugin's container, when first needed. */
  readonly use: ServiceClass<object>;
}

/** What the class of a contribution constructs. */
export type Provided<C extends Contributed> = C['use'] extends ServiceClass<infer T> ? T : never;

/** A place where plugins add something; carries the type of what is added for the compiler only. */
export interface ExtensionPoint<C extends Contributed> {
  readonly id: string;
  /** What the loader asks of a contribution besides key and class: no compiler has seen code from elsewhere. */
  readonly shape?: z.ZodType;
  readonly [CONTRIBUTION]?: C;
}

/** A new extension point. The kernel's own are listed in `contracts/index.ts`. */
export function extensionPoint<C extends Contributed>(id: string, shape?: z.ZodType): ExtensionPoint<C> {
  return Object.freeze({ id, ...(shape && { shape }) });
}
