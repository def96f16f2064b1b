import type { Json } from '../json/index.ts';

/** A compiled CEL expression. `self` and `oldSelf` are JSON values; the result is what the expression evaluates to. */
export type CelProgram = (self: Json, oldSelf: Json | undefined) => unknown;

/** Compiles CEL for the rules of custom resources. The emulator brings none of its own: it is handed one at start. */
export interface CelCompiler {
  /**
   * Compiles one expression over `self` (and `oldSelf` in transition rules).
   * @throws Error when the expression is not understood; the definition that holds it is then refused.
   */
  compile(expression: string, schema: CelSchema): CelProgram;
}

/** What the compiler must know of the value's schema: where numbers are floating and where they are whole. */
export interface CelSchema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly properties?: Readonly<Record<string, CelSchema>> | undefined;
  readonly items?: CelSchema | undefined;
  readonly additionalProperties?: boolean | CelSchema | undefined;
}
