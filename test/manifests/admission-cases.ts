import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { OVERSIZED } from './oversized.ts';

/** The kinds that there are manifests of, with the folder of each. */
const FOLDERS = { InfisicalSecret: '.', InfisicalPushSecret: 'push' } as const;

/** One of `FOLDERS`. */
export type Kind = keyof typeof FOLDERS;

/** A manifest, good or bad. */
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

/** Every manifest of `valid`, by file name, and every variant of `accepted.yaml`. */
export async function validCases(kind: Kind = 'InfisicalSecret'): Promise<readonly ValidCase[]> {
  const folder = folderOf(kind);
  const files = await readdir(join(folder, 'valid'));
  const whole = files.map(async (name) => ({ name, manifest: Manifest.parse(await readYaml(folder, 'valid', name)) }));
  return [...(await Promise.all(whole)), ...(await tableCases(folder, 'accepted.yaml'))];
}

/** Every case of the tables in `invalid`, and those whose size is what is wrong. Throws on a case that does not say which field it is about. */
export async function invalidCases(kind: Kind = 'InfisicalSecret'): Promise<readonly InvalidCase[]> {
  const folder = folderOf(kind);
  const tables = await readdir(join(folder, 'invalid'));
  const cases = (await Promise.all(tables.map((file) => tableCases(folder, join('invalid', file))))).flat();
  const oversized = OVERSIZED[kind].map(async ({ base, patch, ...rest }) => ({
    ...rest,
    manifest: await patched(folder, base, patch),
    message: undefined,
    isUnknown: false,
  }));
  return [...cases.map(named), ...(await Promise.all(oversized))];
}

/** Where the manifests of a kind are. */
export function folderOf(kind: Kind): string {
  return join(import.meta.dirname, FOLDERS[kind]);
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

async function tableCases(folder: string, file: string): Promise<readonly TableCase[]> {
  const { base, cases } = Table.parse(await readYaml(folder, file));
  return Promise.all(
    cases.map(async ({ name, patch, field, unknown, message }) => ({
      name,
      manifest: await patched(folder, base, patch),
      field,
      unknown,
      message,
    })),
  );
}

async function patched(folder: string, base: string, patch: unknown): Promise<Manifest> {
  return Manifest.parse(mergePatch(await readYaml(folder, 'valid', base), patch));
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
  return parse(await readFile(join(...path), 'utf8'));
}
