import type { SourceSecret, SourceSnapshot } from '#kernel';
import type { SecretAnswer, SecretListAnswer } from '../answers.ts';
import type { Folder } from './folder.ts';
import { normalisePath } from './place.ts';

/** What of a list is wanted. */
export interface Selection {
  /** The folder that was asked for. */
  readonly path: string;
  readonly secretName?: string;
  readonly tagSlugs?: readonly string[];
}

/** Secrets after precedence was applied. */
export interface Merged extends Pick<SourceSnapshot, 'secrets' | 'clashes'> {
  /** Keys whose value the server withheld. */
  readonly hidden: readonly string[];
  /** Folders that it was imported from. */
  readonly imports: readonly Folder[];
}

interface Candidate {
  readonly secret: SecretAnswer;
  readonly path: string;
  /** Secrets of the tree come before imports; imports in the server's order. */
  readonly rank: number;
}

/**
 * Makes one value of each key:
 *
 * 1. The tree's own secrets win over imports, as in all of Infisical's clients.
 * 2. Within the tree the folder nearest to the asked one wins; among equally deep ones the first by name.
 * 3. Among imports the first block that holds the key wins, as in Infisical's Go client. (The server's read of a single secret
 *    takes the last one, which is why that read is never asked to look into imports.)
 *
 * An own secret that replaces an imported one is what imports are for. Everything else that occurs in several folders is
 * reported as a clash. The result is sorted by key, for the server's order changes from call to call.
 */
export function applyPrecedence(list: SecretListAnswer, selection: Selection): Merged {
  const winners = new Map<string, Candidate>();
  const clashes = new Map<string, string>();
  for (const candidate of candidates(list, selection.path)) {
    const { secret, path, rank } = candidate;
    if (!wanted(secret, selection)) continue;
    const winner = winners.get(secret.secretKey);
    if (winner === undefined) winners.set(secret.secretKey, candidate);
    else if (winner.path !== path && winner.rank > 0 === rank > 0) clashes.set(secret.secretKey, winner.path);
  }
  const sorted = [...winners.values()].sort((a, b) => compare(a.secret.secretKey, b.secret.secretKey));
  return {
    secrets: sorted.map(({ secret, path }): SourceSecret => ({
      key: secret.secretKey,
      value: secret.secretValue,
      path,
    })),
    clashes: [...clashes].map(([key, path]) => ({ key, path })).sort((a, b) => compare(a.key, b.key)),
    hidden: sorted.flatMap(({ secret }) => (secret.secretValueHidden === true ? [secret.secretKey] : [])),
    imports: (list.imports ?? []).map(({ environment, secretPath }) => ({
      environment: environment ?? undefined,
      path: normalisePath(secretPath),
    })),
  };
}

function candidates(list: SecretListAnswer, askedPath: string): readonly Candidate[] {
  const own = list.secrets.map((secret) => ({ secret, path: normalisePath(secret.secretPath ?? askedPath), rank: 0 }));
  const imported = (list.imports ?? []).flatMap((block, index) =>
    block.secrets.map((secret) => ({ secret, path: normalisePath(block.secretPath), rank: index + 1 })),
  );
  return [...own, ...imported].sort(
    (a, b) =>
      a.rank - b.rank ||
      depth(a.path) - depth(b.path) ||
      compare(a.path, b.path) ||
      // Servers of 2024 can hold one key twice in one folder; any order will do as long as it stays.
      compare(a.secret.id ?? '', b.secret.id ?? ''),
  );
}

function wanted(secret: SecretAnswer, { secretName, tagSlugs }: Selection): boolean {
  if (secretName !== undefined && secret.secretKey !== secretName) return false;
  // Servers filter their own secrets by tag, and not all of them their imports; where tags are told, they are checked.
  if (tagSlugs === undefined || tagSlugs.length === 0 || secret.tags === undefined || secret.tags === null) return true;
  return secret.tags.some(({ slug }) => tagSlugs.includes(slug));
}

function depth(path: string): number {
  return path === '/' ? 0 : path.split('/').length - 1;
}

/** By code unit: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
