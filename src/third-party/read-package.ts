import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UNCHECKED } from './listing.ts';
import { MANIFEST_FILE, PackageError, parseManifest, type PackageManifest } from './package-manifest.ts';

const MOST_MANIFEST_BYTES = 256 * 1_024;
const MOST_BYTES = 16 * 1_024 * 1_024;
/** Deeper than any path that a manifest can name. */
const MOST_ENTRIES = 2_000;

/** The files of a plugin as they were when they were checked: what runs is this, and never what the folder has later. */
export interface PluginPackage {
  readonly manifest: PackageManifest;
  /** By path below the folder, the manifest itself left out. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a plugin's folder into memory and checks every byte of it. A folder must hold the manifest, the files that it lists, and nothing else;
 * with `UNCHECKED` in place of a hash it may hold anything, and its hashes do not count. Runs nothing. Throws `PackageError`.
 */
export async function readPackage(folder: string, manifestSha256: string): Promise<PluginPackage> {
  const isChecked = manifestSha256 !== UNCHECKED;
  const bytes = await readFile(folder, MANIFEST_FILE, MOST_MANIFEST_BYTES);
  const found = sha256(bytes);
  if (isChecked && found !== manifestSha256) {
    throw new PackageError(
      `${MANIFEST_FILE} has the SHA-256 ${found}, and manifestSha256 says ${manifestSha256}: it is not the plugin that was allowed`,
    );
  }
  const manifest = parseManifest(Buffer.from(bytes).toString('utf8'));
  if (isChecked) await checkContent(folder, new Set([MANIFEST_FILE, ...Object.keys(manifest.files)]));
  const files = new Map<string, Uint8Array>();
  let left = MOST_BYTES;
  for (const [path, expected] of Object.entries(manifest.files)) {
    const content = await readFile(folder, path, left);
    left -= content.byteLength;
    if (isChecked && sha256(content) !== expected) {
      throw new PackageError(`the file ${path} is not the one that ${MANIFEST_FILE} lists: its SHA-256 differs`);
    }
    files.set(path, content);
  }
  return { manifest, files };
}

/** The SHA-256 of these bytes, as manifests have it. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What is read is checked byte for byte, so that a file which is exchanged between two looks makes no difference. */
async function readFile(folder: string, path: string, mostBytes: number): Promise<Uint8Array> {
  try {
    // Neither a link, which may lead out of the folder, nor a pipe, which never ends.
    const file = await open(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stat = await file.stat();
      const { size } = stat;
      if (!stat.isFile()) throw new PackageError(`${path} is no regular file`);
      if (size > mostBytes) throw new PackageError(`${path} is too long`);
      const buffer = Buffer.alloc(size + 1);
      for (let length = 0; ;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) return new Uint8Array(buffer.subarray(0, length));
        length += bytesRead;
        if (length > size) throw new PackageError(`${path} grows while it is read`);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError(`the file ${path} cannot be read: ${reasonOf(error)}`);
  }
}

/** Throws unless the folder has these files and folders on the way to them, and nothing besides. */
async function checkContent(folder: string, listed: ReadonlySet<string>): Promise<void> {
  const waiting = [''];
  let seen = 0;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await entriesOf(folder, at)) {
      if ((seen += 1) > MOST_ENTRIES) throw new PackageError('its folder has too many entries');
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isSymbolicLink()) throw new PackageError(`${printable(path)} is a symbolic link`);
      else if (!listed.has(path)) {
        throw new PackageError(`its folder has ${printable(path)}, which ${MANIFEST_FILE} does not list`);
      }
    }
  }
}

async function entriesOf(folder: string, at: string): ReturnType<typeof list> {
  try {
    return await list(join(folder, at));
  } catch (error) {
    throw new PackageError(`its folder cannot be listed: ${reasonOf(error)}`);
  }
}

function list(folder: string) {
  return readdir(folder, { withFileTypes: true });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'ELOOP' ? 'it is a symbolic link' : code === 'ENOENT' ? 'it does not exist' : code;
}

function printable(path: string): string {
  return JSON.stringify(path.slice(0, 100));
}
