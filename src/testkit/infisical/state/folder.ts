import { randomUUID } from 'node:crypto';
import type { Secret } from './secret.ts';

/** A link of a folder to another folder of the same project, whose secrets it shows. */
export interface ImportLink {
  readonly id: string;
  readonly environment: string;
  readonly path: string;
  /** Order among the links of one folder, from 1. */
  readonly position: number;
  readonly createdAt: Date;
}

/** A folder of an environment, with its secrets, its links, and the folders in it. */
export class Folder {
  readonly id: string = randomUUID();
  readonly children: Folder[] = [];
  secrets: readonly Secret[] = [];
  imports: readonly ImportLink[] = [];

  constructor(
    readonly name: string,
    readonly parent: Folder | undefined,
    readonly createdAt: Date,
  ) {}

  /** Absolute path without a slash at its end, `/` for the root. */
  get path(): string {
    if (this.parent === undefined) return '/';
    return this.parent.path === '/' ? `/${this.name}` : `${this.parent.path}/${this.name}`;
  }

  child(name: string): Folder | undefined {
    return this.children.find((folder) => folder.name === name);
  }

  /** The first secret of that name; names may occur twice after a batch of 2024. */
  secret(key: string): Secret | undefined {
    return this.secrets.find((secret) => secret.key === key);
  }

  /** The folder and every folder below it, parents first. */
  *walk(): Generator<Folder> {
    yield this;
    for (const child of this.children) yield* child.walk();
  }

  /** Takes the child and everything below it away; false if it is none of this folder's. */
  remove(child: Folder): boolean {
    const at = this.children.indexOf(child);
    if (at < 0) return false;
    this.children.splice(at, 1);
    return true;
  }
}

/**
 * The folder at an absolute path below `root`. A slash at the end is ignored; anything not absolute, the empty text
 * included, leads nowhere. Case counts.
 */
export function findFolder(root: Folder, path: string): Folder | undefined {
  if (!path.startsWith('/')) return undefined;
  return segments(path).reduce<Folder | undefined>((folder, name) => folder?.child(name), root);
}

/** The folder at an absolute path, made on the way where it is missing, its parents included. */
export function ensureFolder(root: Folder, path: string, now: Date): Folder {
  return segments(path).reduce((folder, name) => folder.child(name) ?? addChild(folder, name, now), root);
}

/** A new folder of exactly that name, even if the name holds a slash and can never be found by path. */
export function addChild(parent: Folder, name: string, now: Date): Folder {
  const child = new Folder(name, parent, now);
  parent.children.push(child);
  return child;
}

function segments(path: string): string[] {
  return path.split('/').filter((name) => name !== '');
}
