/** A folder of a project. */
export interface Folder {
  /** Slug; undefined: it was not told. */
  readonly environment: string | undefined;
  /** In the form of `normalisePath`. */
  readonly path: string;
}

/** Whether a change in `folder` is one of what a reading of `path`, or of the tree below it, gives. */
export function isInside(
  place: { readonly environment: string; readonly path: string; readonly recursive: boolean },
  folder: Folder,
): boolean {
  if (folder.environment !== undefined && folder.environment !== place.environment) return false;
  if (folder.path === place.path) return true;
  return place.recursive && (place.path === '/' || folder.path.startsWith(`${place.path}/`));
}

/** Whether the two can be one; an environment that was not told can be any. */
export function maySameFolder(one: Folder, other: Folder): boolean {
  const told = one.environment !== undefined && other.environment !== undefined;
  return one.path === other.path && (!told || one.environment === other.environment);
}
