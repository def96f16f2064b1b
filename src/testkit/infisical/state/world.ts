import { randomUUID } from 'node:crypto';
import { ChangeFeed } from './changes.ts';
import type { Identity } from './identity.ts';
import type { Environment, Project } from './project.ts';
import type { ServiceToken } from './service-token.ts';
import type { Folder } from './folder.ts';
import type { Shuffle } from './shuffle.ts';

/** A folder together with what it lies in. */
export interface Place {
  readonly project: Project;
  readonly environment: Environment;
  readonly folder: Folder;
}

/** The whole state behind the API, one organisation. Access tokens live elsewhere, with what signs them. */
export class World {
  readonly orgId: string = randomUUID();
  readonly projects: Project[] = [];
  readonly identities: Identity[] = [];
  readonly serviceTokens: ServiceToken[] = [];
  readonly changes = new ChangeFeed();

  constructor(
    private readonly clock: () => number,
    readonly shuffle: Shuffle,
  ) {}

  now(): Date {
    return new Date(this.clock());
  }

  projectById(id: string): Project | undefined {
    return this.projects.find((project) => project.id === id);
  }

  projectBySlug(slug: string): Project | undefined {
    return this.projects.find((project) => project.slug === slug);
  }

  identity(id: string): Identity | undefined {
    return this.identities.find((identity) => identity.id === id);
  }
}
