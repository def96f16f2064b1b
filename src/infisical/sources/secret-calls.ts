import type { PlainCall } from '../access/index.ts';
import { SecretEnvelopeAnswer, SecretListAnswer } from '../answers.ts';
import type { HeldAnswer } from '../transport/index.ts';
import { describePlace, type Place } from './place.ts';
import { applyPrecedence, type Merged } from './precedence.ts';

/** A place on a server whose newer routes want the project's id. */
export interface PlaceV4 extends Place {
  readonly projectId: string;
}

const FLAGS = { include_imports: 'true', expandSecretReferences: 'true' } as const;

/** Lists `place` with its imports, references expanded, by the newer route. */
export function listV4(place: PlaceV4, held: HeldAnswer<Merged> | undefined): PlainCall<Merged> {
  const query = {
    projectId: place.projectId,
    environment: place.environment,
    secretPath: place.path,
    recursive: flag(place.recursive),
    ...FLAGS,
    ...(place.tagSlugs === undefined || place.tagSlugs.length === 0 ? {} : { tagSlugs: place.tagSlugs.join(',') }),
  };
  return {
    ...listing(place, held),
    operation: 'listSecretsV4',
    send: (client, init) => client.GET('/api/v4/secrets', { ...init, params: { query } }),
  };
}

/** Lists `place` with its imports, references expanded, by the route of 2024. */
export function listV3(place: Place, held: HeldAnswer<Merged> | undefined): PlainCall<Merged> {
  const query = {
    ...projectV3(place),
    environment: place.environment,
    secretPath: place.path,
    recursive: flag(place.recursive),
    ...FLAGS,
  };
  return {
    ...listing(place, held),
    operation: 'listSecretsV3',
    send: (client, init) => client.GET('/api/v3/secrets/raw', { ...init, params: { query } }),
  };
}

/** Reads the one secret `name` of the folder itself by the newer route. */
export function getV4(place: PlaceV4, name: string): PlainCall<Merged> {
  const { projectId, environment, path: secretPath } = place;
  const query = { projectId, environment, secretPath, expandSecretReferences: 'true' } as const;
  return {
    ...reading(place, name),
    operation: 'getSecretV4',
    send: (client, init) =>
      client.GET('/api/v4/secrets/{secretName}', { ...init, params: { path: { secretName: name }, query } }),
  };
}

/** Reads the one secret `name` of the folder itself by the route of 2024. */
export function getV3(place: Place, name: string): PlainCall<Merged> {
  const { environment, path: secretPath } = place;
  const query = { ...projectV3(place), environment, secretPath, expandSecretReferences: 'true' } as const;
  return {
    ...reading(place, name),
    operation: 'getSecretV3',
    send: (client, init) =>
      client.GET('/api/v3/secrets/raw/{secretName}', { ...init, params: { path: { secretName: name }, query } }),
  };
}

type Reading = Pick<PlainCall<Merged>, 'kind' | 'what' | 'parse'>;

function listing(place: Place, held: HeldAnswer<Merged> | undefined): Reading & { held?: HeldAnswer<Merged> } {
  return {
    kind: 'secrets',
    what: `list the secrets of ${describePlace(place)}`,
    parse: (answer) => applyPrecedence(SecretListAnswer.parse(answer), place),
    ...(held === undefined ? {} : { held }),
  };
}

function reading(place: Place, name: string): Reading {
  return {
    kind: 'secret',
    what: `read the secret "${name}" of ${describePlace(place)}`,
    parse: (answer) => applyPrecedence({ secrets: [SecretEnvelopeAnswer.parse(answer).secret] }, { path: place.path }),
  };
}

function projectV3({ project }: Place): { workspaceId: string } | { workspaceSlug: string } {
  return 'id' in project ? { workspaceId: project.id } : { workspaceSlug: project.slug };
}

function flag(on: boolean): 'true' | 'false' {
  return on ? 'true' : 'false';
}
