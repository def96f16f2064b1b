import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessTokens } from '../access/index.ts';
import type { Era } from '../era/index.ts';
import {
  addImport,
  createSecrets,
  deleteSecrets,
  findPlace,
  type SecretsContext,
  updateSecrets,
} from '../secrets/index.ts';
import {
  ensureFolder,
  type Identity,
  type MetadataEntry,
  type Place,
  Project,
  type Scope,
  type ServiceTokenPermission,
  type World,
} from '../state/index.ts';
import { buildIdentity, type GrantSpec, type IdentitySpec, newClientSecret } from './identity-spec.ts';
import { type ProjectHandle, type ProjectRef, resolveProject } from './project-ref.ts';

/** An identity as `Seeding` hands it out. Without universal login, the client id and secret are empty. */
export interface IdentityHandle {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A project to be made; its name is its slug, and its id made up, unless given. */
export interface ProjectSpec {
  readonly slug: string;
  readonly name?: string;
  readonly id?: string;
  /** Slugs, or names by slug. */
  readonly environments: readonly string[] | Readonly<Record<string, string>>;
}

/** What a secret has besides its key and value; on a secret that exists, what is left out stays. */
export interface SecretOptions {
  readonly comment?: string;
  /** Slugs of tags that the project has. */
  readonly tags?: readonly string[];
  readonly metadata?: readonly MetadataEntry[];
  readonly skipMultilineEncoding?: boolean;
  /** Number of the first version, 1 unless given; without effect on a secret that exists. */
  readonly version?: number;
}

/** A service token to be made; without `expiresAt` it lasts for ever. */
export interface ServiceTokenSpec {
  readonly scopes: readonly Scope[];
  readonly permissions: readonly ServiceTokenPermission[];
  readonly name?: string;
  readonly expiresAt?: Date;
}

/**
 * The administrator of the emulated server: makes and changes what it holds, past all rights. Changes of secrets and
 * imports are announced to subscribers as those of any other user. Mistakes throw plain errors.
 */
export class Seeding {
  constructor(
    private readonly era: Era,
    protected readonly world: World,
    private readonly tokens: AccessTokens,
  ) {}

  project({ slug, name = slug, id, environments }: ProjectSpec): ProjectHandle {
    if (this.world.projectBySlug(slug) !== undefined) throw new Error(`The emulator already holds a project ${slug}`);
    const project = new Project(slug, name, this.world.orgId, this.world.now(), id);
    this.world.projects.push(project);
    const entries = isList(environments)
      ? environments.map((each) => [each, each] as const)
      : Object.entries(environments);
    const made = entries.map(([each, title]) => [each, this.environment(project.id, each, title)] as const);
    return { id: project.id, slug, environments: Object.fromEntries(made) };
  }

  /** Takes a project away with all it holds. */
  removeProject(ref: ProjectRef): void {
    const project = resolveProject(this.world, ref);
    this.world.projects.splice(this.world.projects.indexOf(project), 1);
  }

  /** Adds an environment; gives its id. */
  environment(ref: ProjectRef, slug: string, name: string = slug): string {
    return resolveProject(this.world, ref).addEnvironment(slug, name, this.world.now()).id;
  }

  removeEnvironment(ref: ProjectRef, slug: string): void {
    const project = resolveProject(this.world, ref);
    project.removeEnvironment(project.environment(slug)?.id ?? '');
  }

  /** Makes a folder and its parents, where they are missing; gives its id. */
  folder(ref: ProjectRef, environment: string, path: string): string {
    return this.place(ref, environment, path).folder.id;
  }

  /** Takes a folder away with everything below it. */
  removeFolder(ref: ProjectRef, environment: string, path: string): void {
    const { folder } = this.place(ref, environment, path);
    folder.parent?.remove(folder);
  }

  /** Creates a secret, its folder included, or sets it. Gives its id. */
  secret(
    ref: ProjectRef,
    environment: string,
    path: string,
    key: string,
    value: string,
    { tags, version = 1, ...rest }: SecretOptions = {},
  ): string {
    const place = this.place(ref, environment, path);
    const tagIds = tags?.map((slug) => this.tagId(place.project, slug));
    const write = { key, value, tagIds, ...rest };
    const exists = place.folder.secret(key) !== undefined;
    const [secret] = exists
      ? updateSecrets(this.context(), [{ place, write }])
      : createSecrets(this.context(), place, [write], version);
    return secret?.id ?? '';
  }

  removeSecret(ref: ProjectRef, environment: string, path: string, key: string): void {
    deleteSecrets(this.context(), this.place(ref, environment, path), [key]);
  }

  /** Gives a secret another name; its id stays. */
  renameSecret(ref: ProjectRef, environment: string, path: string, key: string, newKey: string): void {
    const place = this.place(ref, environment, path);
    updateSecrets(this.context(), [{ place, write: { key, newKey } }]);
  }

  /** What a folder holds, values as stored; empty if there is no such folder. For assertions of tests that push. */
  secrets(ref: ProjectRef, environment: string, path: string): Record<string, string> {
    const place = findPlace(resolveProject(this.world, ref), environment, path);
    return Object.fromEntries(place?.folder.secrets.map(({ key, value }) => [key, value]) ?? []);
  }

  /** Keys of a folder, sorted; a name that occurs twice, as it may after a batch of 2024, is there twice. */
  keys(ref: ProjectRef, environment: string, path: string): readonly string[] {
    const place = findPlace(resolveProject(this.world, ref), environment, path);
    return place?.folder.secrets.map(({ key }) => key).sort() ?? [];
  }

  /** Adds a tag; gives its id. */
  tag(ref: ProjectRef, slug: string, { name = slug, color = '' }: { name?: string; color?: string } = {}): string {
    const tag = { id: randomUUID(), slug, name, color };
    resolveProject(this.world, ref).tags.push(tag);
    return tag.id;
  }

  /** Makes a folder show the secrets of another one, after those it shows already. Gives the id of the import. */
  import(ref: ProjectRef, environment: string, path: string, from: { fromEnv: string; fromPath: string }): string {
    return addImport(this.world, this.place(ref, environment, path), from.fromEnv, from.fromPath).id;
  }

  /** From now on, writes at this path wait for an approval that never comes. Path as in scopes of service tokens. */
  approvalPolicy(ref: ProjectRef, environment: string, path: string): void {
    resolveProject(this.world, ref).approvalPolicies.push({ environment, path });
  }

  identity(spec: IdentitySpec): IdentityHandle {
    const identity = buildIdentity(spec, (ref) => resolveProject(this.world, ref).id);
    this.world.identities.push(identity);
    const { clientId = '', clientSecrets = [] } = identity.universal ?? {};
    return { id: identity.id, clientId, clientSecret: clientSecrets[0]?.secret ?? '' };
  }

  /** Deletes an identity; its tokens end with it. */
  removeIdentity(handle: IdentityHandle): void {
    this.world.identities.splice(this.world.identities.indexOf(this.found(handle)), 1);
    this.revokeTokens(handle);
  }

  /** Replaces the client secret, whose tokens stay valid; gives the new one. */
  rotateClientSecret(handle: IdentityHandle): string {
    const secret = newClientSecret();
    this.found(handle).universal?.clientSecrets.splice(0, Infinity, secret);
    return secret.secret;
  }

  /** Ends all access tokens of an identity; it may log in again. */
  revokeTokens(handle: IdentityHandle): void {
    this.tokens.revokeOf(handle.id);
  }

  /** Makes an identity a member of a project, as `member` unless the grant says otherwise; it takes effect at once. */
  addToProject(handle: IdentityHandle, { project, permission = 'member', hidden = [], hears }: GrantSpec): void {
    const projectId = resolveProject(this.world, project).id;
    this.found(handle).grants.push({ projectId, role: permission, hidden, hears });
  }

  /** Takes an identity out of a project, tokens and all else untouched. */
  removeFromProject(handle: IdentityHandle, ref: ProjectRef): void {
    const { grants } = this.found(handle);
    const { id } = resolveProject(this.world, ref);
    grants.splice(0, grants.length, ...grants.filter((grant) => grant.projectId !== id));
  }

  /** A service token in the four parts that people are given. */
  serviceToken(ref: ProjectRef, { scopes, permissions, name = 'token', expiresAt }: ServiceTokenSpec): string {
    const projectId = resolveProject(this.world, ref).id;
    const secret = randomBytes(16).toString('hex');
    const id = randomUUID();
    const token = { id, name, secret, projectId, scopes, permissions, expiresAt, createdAt: this.world.now() };
    this.world.serviceTokens.push({ ...token, lastUsed: undefined });
    return `st.${id}.${secret}.${randomBytes(16).toString('hex')}`;
  }

  /** Deletes a service token. */
  removeServiceToken(token: string): void {
    const { serviceTokens } = this.world;
    const at = serviceTokens.findIndex(({ id }) => id === token.split('.')[1]);
    if (at >= 0) serviceTokens.splice(at, 1);
  }

  private place(ref: ProjectRef, slug: string, path: string): Place {
    const project = resolveProject(this.world, ref);
    const environment = project.environment(slug);
    if (environment === undefined) throw new Error(`The project ${project.slug} has no environment ${slug}`);
    return { project, environment, folder: ensureFolder(environment.root, path, this.world.now()) };
  }

  private tagId(project: Project, slug: string): string {
    return project.tags.find((tag) => tag.slug === slug)?.id ?? this.tag(project.id, slug);
  }

  private found(handle: IdentityHandle): Identity {
    const identity = this.world.identity(handle.id);
    if (identity === undefined) throw new Error('The emulator no longer holds this identity');
    return identity;
  }

  private context(): SecretsContext {
    return { era: this.era, world: this.world, caller: { kind: 'anonymous' } };
  }
}

function isList(value: readonly string[] | object): value is readonly string[] {
  return Array.isArray(value);
}
