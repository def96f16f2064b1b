import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { OVERSIZED } from './oversized.ts';

/** A manifest of an InfisicalSecret, good or bad. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: unknown;
}

/** A manifest that must be accepted as it is. */
export interface ValidCase {
  readonly name: string;
  readonly manifest: Manifest;
}

/** A manifest that must be refused. */
export interface InvalidCase extends ValidCase {
  /** Path of the field that the answer must name. */
  readonly field: string;
  /** Part of what the answer must say of it; undefined where that is in the words of the server. */
  readonly message: string | undefined;
  /** The field is one that the schema does not know. */
  readonly isUnknown: boolean;
}

const Manifest: z.ZodType<Manifest> = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.unknown().optional(),
});

const Table = z.strictObject({
  base: z.string(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      patch: z.record(z.string(), z.unknown()),
      field: z.string().optional(),
      unknown: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
});

const FOLDER = import.meta.dirname;

/** Every manifest of `valid`, by file name, and every variant of `accepted.yaml`. */
export async function validCases(): Promise<readonly ValidCase[]> {
  const files = await readdir(join(FOLDER, 'valid'));
  const whole = files.map(async (file) => ({ name: file, manifest: Manifest.parse(await readYaml('valid', file)) }));
  return [...(await Promise.all(whole)), ...(await tableCases('accepted.yaml'))];
}

/** Every case of the tables in `invalid`, and those whose size is what is wrong. Throws on a case that does not say which field it is about. */
export async function invalidCases(): Promise<readonly InvalidCase[]> {
  const tables = await readdir(join(FOLDER, 'invalid'));
  const cases = (await Promise.all(tables.map((file) => tableCases(join('invalid', file))))).flat();
  const oversized = OVERSIZED.map(async ({ base, patch, ...rest }) => ({
    ...rest,
    manifest: await patched(base, patch),
    message: undefined,
    isUnknown: false,
  }));
  return [...cases.map(named), ...(await Promise.all(oversized))];
}

function named({ field, unknown, ...rest }: TableCase): InvalidCase {
  const found = field ?? unknown;
  if (found === undefined) throw new Error(`the case "${rest.name}" names no field`);
  return { ...rest, field: found, isUnknown: unknown !== undefined };
}

interface TableCase extends ValidCase {
  readonly field: string | undefined;
  readonly unknown: string | undefined;
  readonly message: string | undefined;
}

async function tableCases(file: string): Promise<readonly TableCase[]> {
  const { base, cases } = Table.parse(await readYaml(file));
  return Promise.all(
    cases.map(async ({ name, patch, field, unknown, message }) => ({
      name,
      manifest: await patched(base, patch),
      field,
      unknown,
      message,
    })),
  );
}

async function patched(base: string, patch: unknown): Promise<Manifest> {
  return Manifest.parse(mergePatch(await readYaml('valid', base), patch));
}

/** RFC 7386: null removes, objects merge, everything else replaces. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readYaml(...path: readonly string[]): Promise<unknown> {
  return parse(await readFile(join(FOLDER, ...path), 'utf8'));
}
