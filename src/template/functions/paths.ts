import { posix } from 'node:path';
import { fixed, type FunctionTable } from './signature.ts';

/** Go's path.Clean. */
function clean(path: string): string {
  const short = posix.normalize(path);
  return short.length > 1 && short.endsWith('/') ? short.slice(0, -1) : short;
}

/** Go's path.Dir: everything but the last element, cleaned; a trailing slash makes the last element an empty one. */
function directory(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

/** Go's path.Base. */
function base(path: string): string {
  if (path === '') return '.';
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  const trimmed = path.slice(0, end);
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's path.Ext: from the last dot of the last element on, also where it is its first character. */
function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.')) : '';
}

const onPath = (transform: (path: string) => string): FunctionTable[string] =>
  fixed(['string'], (meter, path) => {
    meter.bytes(path.length);
    return transform(path);
  });

const isAbsolute = fixed(['string'], (_meter, path) => path.startsWith('/'));

/** Paths with slashes. The `os` forms are those of Linux, which is what the operator runs on. */
export const paths: FunctionTable = {
  base: onPath(base),
  dir: onPath(directory),
  clean: onPath(clean),
  ext: onPath(extension),
  isAbs: isAbsolute,
  osBase: onPath(base),
  osDir: onPath(directory),
  osClean: onPath(clean),
  osExt: onPath(extension),
  osIsAbs: isAbsolute,
};
