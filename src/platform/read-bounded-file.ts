import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { terminal } from '#kernel';

/** A path that leads nowhere. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** The text of a regular file; undefined when there is none. Throws terminal `CredentialsNotFound` when it is not to be had. */
export async function readBoundedFile(path: string, mostBytes: number): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    // A pipe without a writer would otherwise hold a thread of the process for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!(await file.stat()).isFile()) throw unreadable(path, 'it is no regular file');
    return decode(path, await bytesOf(file, path, mostBytes));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (ABSENT.has(code)) return undefined;
    throw unreadable(path, code, error);
  } finally {
    await file?.close();
  }
}

/** Reads to the end: the size that a file system tells is 0 for generated files, and may change meanwhile. */
async function bytesOf(file: FileHandle, path: string, mostBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(mostBytes + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    length += bytesRead;
    if (length > mostBytes) throw unreadable(path, `it is longer than ${mostBytes} bytes`);
    if (bytesRead === 0) return buffer.subarray(0, length);
  }
}

function decode(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, 'it is no text in UTF-8');
  }
}

function unreadable(path: string, why: string, cause?: unknown): Error {
  return terminal('CredentialsNotFound', `File ${path} of the operator's container cannot be read: ${why}.`, {
    hint: 'Mount a file there that the user of the operator may read.',
    cause,
  });
}

/** The code of a failed system call; undefined for other errors. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
