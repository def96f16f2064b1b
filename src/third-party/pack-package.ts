import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UNCHECKED } from './listing.ts';
import { MANIFEST_FILE, PackageError } from './package-manifest.ts';
import { readPackage, sha256 } from './read-package.ts';

const Files = z.object({ entry: z.string(), files: z.record(z.string(), z.unknown()).default({}) });

/** What a packed plugin is listed with. */
export interface PackedPlugin {
  readonly name: string;
  readonly manifestSha256: string;
  /** Files of the plugin besides the manifest. */
  readonly files: readonly string[];
}

/**
 * Writes the hash of each listed file into the manifest of a plugin's folder. The entry and package.json are listed in any case; other files where `files`
 * names them. The same files give the same bytes. Throws `PackageError` for what could not be loaded.
 */
export async function packPackage(folder: string): Promise<PackedPlugin> {
  const place = join(folder, MANIFEST_FILE);
  const given = await jsonIn(place);
  const { data, error } = Files.safeParse(given);
  if (error !== undefined) throw new PackageError(`${place} has no entry, or files that are no object`);
  const paths = [...new Set([data.entry, 'package.json', ...Object.keys(data.files)])].sort();
  const hashes: Record<string, string> = {};
  for (const path of paths) hashes[path] = await hashOf(join(folder, path));
  const text = `${JSON.stringify(Object.assign({}, given, { files: hashes }), undefined, 2)}\n`;
  await writeFile(place, text);
  const { manifest } = await readPackage(folder, UNCHECKED);
  return { name: manifest.extensionPoints['auth-method'].key, manifestSha256: sha256(Buffer.from(text)), files: paths };
}

async function jsonIn(place: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(place, 'utf8'));
  } catch (error) {
    throw new PackageError(`${place} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function hashOf(place: string): Promise<string> {
  try {
    return sha256(await readFile(place));
  } catch {
    throw new PackageError(`${place} cannot be read; each file that is listed must be there`);
  }
}
