import type { z } from 'zod';

/** One rule about a value, told twice: to the API server in CEL, and to the operator in TypeScript. */
export interface Rule<T> {
  /** CEL over `self`, the value as it is in the manifest. */
  readonly cel: string;
  /** The same over the parsed value, in which what was empty is absent. */
  holds(value: T): boolean;
  /** Names the field and says what it must be. */
  readonly message: string;
  /** The field below this object that is to blame. */
  readonly field?: string;
}

/** Rules of an object or field as the API server wants them. */
interface ValidationRule {
  readonly rule: string;
  readonly message: string;
  readonly fieldPath?: string;
}

/** The schema with rules that hold at admission and at run time alike; rules it had before are kept. */
export function withRules<S extends z.ZodType>(schema: S, rules: readonly Rule<z.output<S>>[]): S {
  const validations: readonly ValidationRule[] = rules.map(({ cel, message, field }) => ({
    rule: cel,
    message,
    ...(field === undefined ? {} : { fieldPath: `.${field}` }),
  }));
  const { 'x-kubernetes-validations': inherited } = schema.meta() ?? {};
  const before: readonly unknown[] = Array.isArray(inherited) ? inherited : [];
  return schema
    .superRefine((value, context) => {
      for (const rule of rules) {
        if (rule.holds(value)) continue;
        context.addIssue({ code: 'custom', message: rule.message, path: rule.field?.split('.') ?? [] });
      }
    })
    .meta({ 'x-kubernetes-validations': [...before, ...validations] });
}
