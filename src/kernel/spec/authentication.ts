import { z } from 'zod';
import {
  isRecord,
  methodSchema,
  type AuthFragment,
  type ChosenMethod,
  type MethodSchema,
  type MethodScope,
  type ParsedMethod,
} from './method.ts';
import { withRules, type Rule } from './rule.ts';

const ThirdParty = z
  .object({
    name: z.string().min(1).max(253).describe('Key of the method, as its plugin names it.'),
    config: z
      .record(z.string(), z.unknown())
      .describe('Settings of the method; checked against the schema of its plugin when the resource is worked on.')
      .optional(),
  })
  .describe('Login by a method that a third party added to the operator.');

interface ThirdPartyFields<Scope> extends z.output<typeof ThirdParty> {
  readonly secretsScope?: Scope | undefined;
}

/** A third party's method. Its settings are left to the pass: only then is it known who has to check them. */
function thirdPartyMethod<Scope>(
  builtIn: readonly AuthFragment[],
  { schemas, otherwise }: MethodScope<Scope>,
): MethodSchema<Scope> {
  const extended = schemas === undefined ? ThirdParty : ThirdParty.safeExtend({ secretsScope: schemas.project });
  const schema: z.ZodType<ThirdPartyFields<Scope>> = extended.meta(ThirdParty.meta() ?? {});
  const rules = builtIn.map(({ key }) => ({
    cel: `self.name != '${key}'`,
    holds: ({ name }: ThirdPartyFields<Scope>) => name !== key,
    message: `${key} is not the method of a third party: use spec.authentication.${key}`,
    field: 'name',
  }));
  return {
    key: 'plugin',
    schema: withRules(schema, rules).transform(({ name, config = {}, secretsScope: scope = otherwise }) => ({
      key: name,
      spec: config,
      scope,
    })),
    isUsed: (authentication) => `has(${authentication}.plugin)`,
    leftOut: () => false,
  };
}

/** The methods that a resource may name: the built-in ones, each under a field of its own, and those of third parties. */
export function methodSchemas<Scope>(
  builtIn: readonly AuthFragment[],
  scope: MethodScope<Scope>,
): readonly MethodSchema<Scope>[] {
  return [...builtIn.map((fragment) => methodSchema(fragment, scope)), thirdPartyMethod(builtIn, scope)];
}

/** Whether nothing but empty texts, false and the like is in a value: what an operator written in Go stores for "not set". */
function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.values(value).every(isBlank) : !value;
}

/** `spec.authentication`: the methods that were not left out, by field. */
export function authenticationSchema<Scope>(
  methods: readonly MethodSchema<Scope>[],
  { otherwise }: MethodScope<Scope>,
): z.ZodType<Record<string, ChosenMethod<Scope>>> {
  /** A method whose plugin is not installed: kept as it is, so that the pass can tell which one is missing. */
  const uninstalled: z.ZodType<ParsedMethod<Scope>> = z
    .looseObject({})
    .transform((spec) => ({ spec, scope: otherwise }));
  const known = new Map(methods.map((method) => [method.key, method]));
  const isLeftOut = (key: string, value: unknown): boolean => known.get(key)?.leftOut(value) ?? isBlank(value);
  const dropLeftOut = (value: unknown): unknown =>
    isRecord(value) ? Object.fromEntries(Object.entries(value).filter((entry) => !isLeftOut(...entry))) : value;
  const fields: z.ZodType<Record<string, ParsedMethod<Scope> | undefined>> = z
    .object(Object.fromEntries(methods.map(({ key, schema }) => [key, schema.optional()])))
    .catchall(uninstalled)
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

/** Fields of a spec that names a login method under `authentication`. */
interface WithAuthentication {
  readonly authentication?: Readonly<Record<string, unknown>> | undefined;
}

/** A field besides `authentication` that counts as a method. */
export interface OtherMethod<Fields> {
  readonly field: string;
  /** CEL over the spec. */
  readonly cel: string;
  isUsed(fields: Fields): boolean;
}

/** "One method, and no more", as two rules, so that the message tells which of the two mistakes it is. */
export function exactlyOneMethod<Fields extends WithAuthentication>(
  methods: readonly MethodSchema<unknown>[],
  other?: OtherMethod<Fields>,
): readonly Rule<Fields>[] {
  const used = methods.map((method) => `(${method.isUsed('self.authentication')} ? 1 : 0)`).join(' + ');
  const inCel = `(has(self.authentication) ? ${used} : 0)` + (other === undefined ? '' : ` + (${other.cel} ? 1 : 0)`);
  const count = (fields: Fields): number =>
    Object.keys(fields.authentication ?? {}).length + (other?.isUsed(fields) === true ? 1 : 0);
  const keys = methods.map(({ key }) => key).join(', ');
  const counts = other === undefined ? '' : `, and ${other.field} counts as one`;
  return [
    {
      cel: `${inCel} > 0`,
      holds: (fields) => count(fields) > 0,
      message: `authentication must name a login method (one of empty fields is none): ${keys}`,
      field: 'authentication',
    },
    {
      cel: `${inCel} < 2`,
      holds: (fields) => count(fields) < 2,
      message: `authentication must name one login method only${counts}`,
      field: 'authentication',
    },
  ];
}
