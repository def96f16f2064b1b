/** A folder of an environment, with all folders below it. */
export interface Tree {
  readonly environment: string;
  /** In the form of `normalisePath`. */
  readonly path: string;
}

/** What of a project a subscription names. */
export type Reach = 'project' | readonly Tree[];

/** A subscription takes ten entries, and each folder needs one for each of four kinds of change. */
const MOST_TREES = 2;

/**
 * The smallest trees that hold all these folders, one per environment: for an identity that may not hear of the whole project. Undefined where one subscription
 * cannot name them all.
 */
export function treesAround(folders: readonly Tree[]): readonly Tree[] | undefined {
  const paths = new Map<string, string>();
  for (const { environment, path } of folders) {
    const present = paths.get(environment);
    paths.set(environment, present === undefined ? path : commonAncestor(present, path));
  }
  if (paths.size === 0 || paths.size > MOST_TREES) return undefined;
  return [...paths].map(([environment, path]) => ({ environment, path }));
}

/** Whether a subscription of that reach tells of changes in a folder. */
export function isWithin(reach: Reach, { environment, path }: Tree): boolean {
  if (reach === 'project') return true;
  return reach.some((tree) => tree.environment === environment && commonAncestor(tree.path, path) === tree.path);
}

/**
 * The paths to name for a tree. To servers of 2026 a path is the beginning of a text, and a pattern matches nothing; to those of 2025 it is a pattern, and
 * without an asterisk the folder alone. Naming both serves both, where the entries suffice.
 */
export function pathsOf({ path }: Tree, trees: number): readonly string[] {
  return trees === 1 ? [path, path === '/' ? '/**' : `${path}/**`] : [path];
}

function commonAncestor(one: string, other: string): string {
  const parts = other.split('/');
  const shared: string[] = [];
  for (const [index, part] of one.split('/').entries()) {
    if (parts[index] !== part) break;
    shared.push(part);
  }
  const path = shared.join('/');
  return path === '' ? '/' : path;
}
