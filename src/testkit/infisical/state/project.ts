import { randomUUID } from 'node:crypto';
import { Folder } from './folder.ts';
import type { Tag } from './secret.ts';

/** One environment of a project: a tree of folders. */
export interface Environment {
  readonly id: string;
  name: string;
  slug: string;
  readonly position: number;
  readonly createdAt: Date;
  readonly root: Folder;
}

/** Writes below this path wait for an approval instead of being done. */
export interface ApprovalPolicy {
  readonly environment: string;
  readonly path: string;
}

/** A project of the emulated organisation. */
export class Project {
  readonly id: string;
  readonly environments: Environment[] = [];
  readonly tags: Tag[] = [];
  readonly approvalPolicies: ApprovalPolicy[] = [];
  private nextPosition = 1;

  constructor(
    readonly slug: string,
    readonly name: string,
    readonly orgId: string,
    readonly createdAt: Date,
    id?: string,
  ) {
    this.id = id ?? randomUUID();
  }

  environment(slug: string): Environment | undefined {
    return this.environments.find((environment) => environment.slug === slug);
  }

  addEnvironment(slug: string, name: string, now: Date): Environment {
    const position = this.nextPosition++;
    const root = new Folder('root', undefined, now);
    const environment: Environment = { id: randomUUID(), name, slug, position, createdAt: now, root };
    this.environments.push(environment);
    return environment;
  }

  /** Takes an environment away with all it holds; undefined if there is none of that id. */
  removeEnvironment(id: string): Environment | undefined {
    const at = this.environments.findIndex((environment) => environment.id === id);
    return at < 0 ? undefined : this.environments.splice(at, 1)[0];
  }
}
