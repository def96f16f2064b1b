import { z } from 'zod';
import {
  isRecord,
  methodSchema,
  type AuthFragment,
  type ChosenMethod,
  type MethodSchema,
  type ParsedMethod,
} from './spec-method.ts';
import { withRules } from './spec-rule.ts';
import { placeOf, ProjectScope } from './spec-scope.ts';

const ThirdParty = z
  .object({
    name: z.string().min(1).max(253).describe('Key of the method, as its plugin names it.'),
    config: z
      .record(z.string(), z.unknown())
      .describe('Settings of the method; checked against the schema of its plugin when the resource is worked on.')
      .optional(),
    secretsScope: ProjectScope,
  })
  .describe('Login by a method that a third party added to the operator.');

/** A third party's method. Its settings are left to the pass: only then is it known who has to check them. */
function thirdPartyMethod(builtIn: readonly AuthFragment[]): MethodSchema {
  const rules = builtIn.map(({ key }) => ({
    cel: `self.name != '${key}'`,
    holds: ({ name }: z.output<typeof ThirdParty>) => name !== key,
    message: `${key} is not the method of a third party: use spec.authentication.${key}`,
    field: 'name',
  }));
  return {
    key: 'plugin',
    schema: withRules(ThirdParty, rules).transform(({ name, config = {}, secretsScope: scope }) => ({
      key: name,
      spec: config,
      scope,
    })),
    isUsed: (authentication) => `has(${authentication}.plugin)`,
    leftOut: () => false,
  };
}

/** The methods that a resource may name: the built-in ones, each under a field of its own, and those of third parties. */
export function methodSchemas(builtIn: readonly AuthFragment[]): readonly MethodSchema[] {
  return [...builtIn.map(methodSchema), thirdPartyMethod(builtIn)];
}

/** Whether nothing but empty texts, false and the like is in a value: what an operator written in Go stores for "not set". */
function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.values(value).every(isBlank) : !value;
}

/** A method whose plugin is not installed: kept as it is, so that the pass can tell which one is missing. */
const Uninstalled: z.ZodType<ParsedMethod> = z.looseObject({}).transform((spec) => ({ spec, scope: placeOf({}) }));

/** `spec.authentication`: the methods that were not left out, by field. */
export function authenticationSchema(methods: readonly MethodSchema[]): z.ZodType<Record<string, ChosenMethod>> {
  const known = new Map(methods.map((method) => [method.key, method]));
  const isLeftOut = (key: string, value: unknown): boolean => known.get(key)?.leftOut(value) ?? isBlank(value);
  const dropLeftOut = (value: unknown): unknown =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).filter((entry) => !isLeftOut(...entry))) : value;
  const fields: z.ZodType<Record<string, ParsedMethod | undefined>> = z
    .object(Object.fromEntries(methods.map(({ key, schema }) => [key, schema.optional()])))
    .catchall(Uninstalled)
    .describe('How to log in to Infisical: exactly one method.')
    // Only the operator looks at methods that it does not know; for the API server there are none.
    .meta({ additionalProperties: false });
  return z.preprocess(dropLeftOut, fields).transform((parsed) => {
    const present = Object.entries(parsed).flatMap(([field, method]) =>
      method === undefined ? [] : [{ field, method }],
    );
    return Object.fromEntries(present.map(({ field, method }) => [field, { field, key: field, ...method }]));
  });
}
