import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../app/index.ts';
import { UsageError, type CommandIo } from './command-io.ts';

/** Most bytes of one file. */
const MOST_BYTES = 16 * 1_048_576;

/** Endings of manifests, as kubectl knows them. */
const MANIFEST = /\.(ya?ml|json)$/;

/** The files of `-f`: each a file, a folder (its manifests by name, without those of folders below) or `-`. Throws `UsageError`. */
export async function readSources(places: readonly string[], io: CommandIo): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const place of places) {
    for (const file of await filesOf(place)) sources.push(await readSource(file, io));
  }
  return sources;
}

/** A file or, for `-`, stdin. Throws `UsageError` when it cannot be read, is too large or is no text. */
export async function readSource(file: string, io: CommandIo): Promise<Source> {
  const bytes = file === '-' ? await collect(io.stdin, 'stdin') : await readFile(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { name: file === '-' ? 'stdin' : file, text };
  } catch {
    throw new UsageError(`${file} is not text in UTF-8`);
  }
}

async function filesOf(place: string): Promise<readonly string[]> {
  if (place === '-') return ['-'];
  const isFolder = await attempt(place, async () => (await stat(place)).isDirectory());
  if (!isFolder) return [place];
  const names = await attempt(place, () => readdir(place));
  const manifests = names.filter((name) => MANIFEST.test(name)).sort();
  if (manifests.length === 0) throw new UsageError(`${place} has no file that ends in .yaml, .yml or .json`);
  return manifests.map((name) => join(place, name));
}

async function readFile(file: string): Promise<Uint8Array> {
  return attempt(file, async () => {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file);
      return await collect(handle.createReadStream({ autoClose: false }), file);
    } finally {
      await handle?.close();
    }
  });
}

async function collect(stream: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new UsageError(`${name} has more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function attempt<T>(place: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${place} cannot be read: ${codeOf(error)}`);
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown fault';
  return PROBLEMS[code] ?? code;
}
