import type { Folder, Secret } from '../state/index.ts';

/** Collects changes to the secrets of folders, so that they happen all together or, if one is refused, not at all. */
export class Staging {
  private readonly lists = new Map<Folder, readonly Secret[]>();

  /** The first secret of that name, with the changes made so far. */
  find(folder: Folder, key: string): Secret | undefined {
    return this.of(folder).find((secret) => secret.key === key);
  }

  /** Puts `next` in the place of `current`; at the end without a current one, and nothing there without a next one. */
  put(folder: Folder, current: Secret | undefined, next: Secret | undefined): void {
    const list = this.of(folder);
    const added = next === undefined ? [] : [next];
    const changed = list.flatMap((secret) => (secret === current ? added : [secret]));
    this.lists.set(folder, current === undefined ? [...list, ...added] : changed);
  }

  commit(): void {
    for (const [folder, secrets] of this.lists) folder.secrets = secrets;
  }

  private of(folder: Folder): readonly Secret[] {
    return this.lists.get(folder) ?? folder.secrets;
  }
}
