import { Environment } from '@marcbachmann/cel-js';
import { isObject, type Json } from '../json/index.ts';
import type { CelCompiler, CelSchema } from '../schema/index.ts';

/** A compiler over the CEL library. */
export function celCompiler(): CelCompiler {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
    .registerVariable('self', 'dyn')
    .registerVariable('oldSelf', 'dyn');
  return {
    compile(expression, schema) {
      const { valid, error } = environment.check(expression);
      if (!valid) throw new Error(firstLine(error));
      const program = environment.parse(expression);
      return (self, oldSelf): unknown =>
        program({ self: toCel(schema, self), oldSelf: oldSelf === undefined ? null : toCel(schema, oldSelf) });
    },
  };
}

const firstLine = (error: Error | undefined): string => (error?.message ?? 'not understood').split('\n')[0] ?? '';

/** Whole numbers are CEL ints, which are bigint to the library; only what the schema calls a number is a double. */
function toCel(schema: CelSchema | undefined, value: Json): unknown {
  if (typeof value === 'number') return Number.isInteger(value) && schema?.type !== 'number' ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((entry) => toCel(schema?.items, entry));
  if (!isObject(value)) return value;
  const element = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, toCel(schema?.properties?.[key] ?? element, child ?? null)]),
  );
}
