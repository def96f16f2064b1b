import { createContext, Script } from 'node:vm';
import { z } from 'zod';
import { PackageError } from './package-manifest.ts';

/** A check of some settings takes microseconds. Longer is a pattern that runs away on a text that somebody made for it. */
const LIMIT_MS = 1_000;

const sandbox: { work?: () => unknown } = {};
const context = createContext(sandbox);
const script = new Script('work()');

/**
 * The schema of a plugin's settings, from JSON Schema: data, so that no code of the plugin runs. `where` names it in the `PackageError` for what is no
 * schema or has what is not supported. A check that does not end throws.
 */
export function configSchema(schema: Readonly<Record<string, unknown>>, where: string): z.ZodType<Config> {
  if (schema['type'] !== 'object') throw new PackageError(`${where} must be a JSON schema with "type": "object"`);
  const inner = convert(schema, where);
  // A limit costs more than the check itself, and only patterns can run away.
  const bounded = JSON.stringify(schema).includes('"pattern') ? withinTime : <T>(work: () => T): T => work();
  return z.unknown().transform((value, refinement): Config => {
    const { data, error } = bounded(() => inner.safeParse(value));
    for (const { path, message } of error?.issues ?? []) {
      refinement.addIssue({ code: 'custom', path: [...path], message });
    }
    return isConfig(data) ? data : {};
  });
}

type Config = Readonly<Record<string, unknown>>;

function convert(schema: Readonly<Record<string, unknown>>, where: string): z.ZodType {
  try {
    return z.fromJSONSchema(schema);
  } catch (error) {
    throw new PackageError(`${where} is a JSON schema that cannot be used: ${messageOf(error)}`);
  }
}

/** Runs work here with a limit of time, also where it never comes back by itself. Throws then. */
function withinTime<T>(work: () => T): T {
  let result: { readonly value: T } | undefined;
  sandbox.work = () => {
    result = { value: work() };
  };
  script.runInContext(context, { timeout: LIMIT_MS });
  if (result === undefined) throw new Error('the work gave nothing');
  return result.value;
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'it breaks the reader';
}
