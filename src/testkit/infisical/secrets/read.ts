import { mayDo, requireRight } from '../access/index.ts';
import { Refusal } from '../era/index.ts';
import type { MetadataEntry, Place, Project, Secret } from '../state/index.ts';
import { Expander } from './expansion.ts';
import { findImported, importBlocks } from './imports.ts';
import { findPlace, requirePlace, type SecretsContext } from './place.ts';
import { secretView, type ViewKind } from './view.ts';

/** What reading one or all secrets of a folder has in common. */
export interface ReadRequest {
  readonly project: Project;
  readonly environment: string;
  readonly path: string;
  readonly imports: boolean;
  readonly expand: boolean;
  readonly showValues: boolean;
}

/** A list, narrowed to secrets that carry what is asked for. */
export interface ListRequest extends ReadRequest {
  readonly recursive: boolean;
  /** Secrets with at least one of these tags; all secrets if undefined. */
  readonly tagSlugs: readonly string[] | undefined;
  /** Secrets with all of these pairs. */
  readonly metadata: readonly MetadataEntry[];
}

/** A read of one secret, in its present or an earlier version. */
export interface GetRequest extends ReadRequest {
  readonly key: string;
  readonly version: number | undefined;
  readonly type: 'shared' | 'personal';
}

/** The secrets of a folder, or of a whole tree, and the blocks of its imports. Nothing is merged: that is the client's. */
export function listSecrets(context: SecretsContext, request: ListRequest): Record<string, unknown> {
  const { project, environment, path } = request;
  requireRight(context.caller, project, 'read', environment, path);
  const start = findPlace(project, environment, path);
  if (start === undefined) {
    if (context.era.unknownPathInList === 'empty') return { secrets: [], imports: [] };
    throw new Refusal('listPathUnknown', `There is no folder ${path} in the environment ${environment}`);
  }
  const expander = new Expander(context);
  const show = shower(context, request, expander);
  const places = request.recursive ? readableBelow(context, start) : [start];
  const secrets = places.flatMap((place) =>
    place.folder.secrets.filter((secret) => wanted(request, secret)).map((secret) => show(place, secret, 'listed')),
  );
  const imports = request.imports ? places.flatMap((place) => importBlocks(context, place)) : [];
  const { shuffle } = context.world;
  const blocks = imports.map((block) => ({
    secretPath: block.place.folder.path,
    environment: block.place.environment.slug,
    folderId: block.place.folder.id,
    secrets: shuffle.order(block.secrets).map(({ place, secret }) => show(place, secret, 'imported')),
  }));
  expander.finish();
  return { secrets: shuffle.order(secrets), imports: blocks };
}

/** One secret of a folder, else, if asked for, from its imports. */
export function getSecret(context: SecretsContext, request: GetRequest): Record<string, unknown> {
  const { project, environment, path, key } = request;
  requireRight(context.caller, project, 'read', environment, path);
  const place = requirePlace(project, environment, path);
  const own = request.type === 'shared' ? place.folder.secret(key) : undefined;
  const expander = new Expander(context);
  const show = shower(context, request, expander);
  const found =
    own === undefined
      ? request.imports && request.type === 'shared'
        ? findImported(context, place, key)
        : undefined
      : { place, secret: versionOf(context, own, request.version) };
  if (found === undefined) throw new Refusal('secretUnknown', `There is no secret ${key} here`);
  const kind = own === undefined ? 'imported' : request.version === undefined ? 'read' : 'readVersion';
  const secret = show(found.place, found.secret, kind);
  expander.finish();
  return { secret };
}

function versionOf({ era }: SecretsContext, secret: Secret, version: number | undefined): Secret {
  if (version === undefined || version === secret.version) return secret;
  const earlier = secret.earlier.find((each) => each.version === version);
  if (earlier !== undefined) return earlier;
  if (era.missingVersion === 'current') return secret;
  throw new Refusal('secretUnknown', `The secret ${secret.key} has no version ${version}`);
}

function shower(context: SecretsContext, { expand, showValues }: ReadRequest, expander: Expander) {
  return (place: Place, secret: Secret, kind: ViewKind): Record<string, unknown> => {
    const expands = expand && (kind !== 'imported' || context.era.expandsImports);
    const value = expands ? expander.expand(place, secret) : secret.value;
    return secretView(context.era, place, secret, kind, { value, hidden: !showValues });
  };
}

function readableBelow({ caller }: SecretsContext, { project, environment, folder }: Place): Place[] {
  return [...folder.walk()]
    .filter((each) => mayDo(caller, project, 'read', environment.slug, each.path))
    .map((each) => ({ project, environment, folder: each }));
}

function wanted({ tagSlugs, metadata }: ListRequest, secret: Secret): boolean {
  const tagged = tagSlugs === undefined || secret.tags.some((tag) => tagSlugs.includes(tag.slug));
  const holds = (pair: MetadataEntry): boolean =>
    secret.metadata.some(({ key, value }) => key === pair.key && value === pair.value);
  return tagged && metadata.every(holds);
}
