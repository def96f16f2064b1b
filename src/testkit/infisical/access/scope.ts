import type { Scope } from '../state/index.ts';

/**
 * Whether a scope takes in a place. The environment must be equal; in the path, `*` stands for part of one folder name
 * and a final `/**` for the folder itself and everything below.
 */
export function covers(scope: Scope, environment: string, path: string): boolean {
  if (scope.environment !== environment) return false;
  const deep = scope.secretPath.endsWith('/**');
  const base = deep ? scope.secretPath.slice(0, -3) : scope.secretPath;
  const pattern = base === '/' ? '' : globSource(base);
  return new RegExp(deep ? `^${pattern}(/.*)?$` : `^${pattern === '' ? '/' : pattern}$`, 'u').test(path);
}

/** Whether a text matches a pattern in which `*` stands for any characters but a slash. */
export function matchesGlob(pattern: string, text: string): boolean {
  return new RegExp(`^${globSource(pattern)}$`, 'u').test(text);
}

function globSource(pattern: string): string {
  return pattern.replace(/[.+?^${}()|[\]\\/]/gu, '\\$&').replace(/\*/gu, '[^/]*');
}
