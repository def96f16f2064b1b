import type { ChangedSecret, DestinationScope, PushedSecret, StoredSecret } from '#kernel';
import type { PlainCall } from '../access/index.ts';
import { DestinationAnswer, WrittenAnswer } from '../answers.ts';
import { describePlace, type ProjectNames } from '../sources/index.ts';
import { markAsComment, markAsMetadata, marksOf } from './marks.ts';

/** The calls for one folder, by the routes of one generation of servers. */
export interface Calls {
  list(): PlainCall<readonly Listed[]>;
  createFolder(): PlainCall<void>;
  create(secrets: readonly PushedSecret[]): PlainCall<WrittenAnswer>;
  update(changes: readonly ChangedSecret[]): PlainCall<WrittenAnswer>;
  remove(secrets: readonly StoredSecret[]): PlainCall<WrittenAnswer>;
}

/** A secret as listed; `hidden`: the identity may not see its value. */
export interface Listed {
  readonly stored: StoredSecret;
  readonly hidden: boolean;
}

/** Neither imports nor references: what is there itself is what a write would replace. */
const AS_STORED = { recursive: 'false', include_imports: 'false', expandSecretReferences: 'false' } as const;

/** The raw secrets of 2024. Batches want the slug of the project, folders its id. */
export function callsV3(scope: DestinationScope, project: ProjectNames): Calls {
  const { environment, path: secretPath } = scope;
  const batch = { projectSlug: project.slug, environment, secretPath };
  return {
    list: () => {
      const query = { workspaceId: project.id, environment, secretPath, ...AS_STORED };
      return {
        ...listing(scope),
        operation: 'listSecretsV3',
        send: (client, init) => client.GET('/api/v3/secrets/raw', { ...init, params: { query } }),
      };
    },
    createFolder: () => {
      const body = { workspaceId: project.id, environment, ...parentAndName(secretPath) };
      return {
        ...making(scope),
        operation: 'createFolderV1',
        send: (client, init) => client.POST('/api/v1/folders', { ...init, body }),
      };
    },
    create: (items) => {
      const secrets = items.map(({ key, value, mark }) => ({
        secretKey: key,
        secretValue: value,
        secretComment: markAsComment(mark),
      }));
      return {
        ...writing(scope, 'create', items),
        operation: 'createSecretsV3',
        send: (client, init) => client.POST('/api/v3/secrets/batch/raw', { ...init, body: { ...batch, secrets } }),
      };
    },
    update: (items) => {
      const secrets = items.map(({ stored, value }) => ({
        secretKey: stored.key,
        secretValue: value,
        // A comment that is not repeated is lost there.
        secretComment: stored.comment,
      }));
      return {
        ...writing(scope, 'update', items),
        operation: 'updateSecretsV3',
        send: (client, init) => client.PATCH('/api/v3/secrets/batch/raw', { ...init, body: { ...batch, secrets } }),
      };
    },
    remove: (items) => {
      const secrets = items.map(({ key }) => ({ secretKey: key }));
      return {
        ...writing(scope, 'delete', items),
        operation: 'deleteSecretsV3',
        send: (client, init) => client.DELETE('/api/v3/secrets/batch/raw', { ...init, body: { ...batch, secrets } }),
      };
    },
  };
}

/** The routes of 2026. */
export function callsV4(scope: DestinationScope, projectId: string): Calls {
  const { environment, path: secretPath } = scope;
  const batch = { projectId, environment, secretPath };
  return {
    list: () => {
      const query = { ...batch, ...AS_STORED };
      return {
        ...listing(scope),
        operation: 'listSecretsV4',
        send: (client, init) => client.GET('/api/v4/secrets', { ...init, params: { query } }),
      };
    },
    createFolder: () => {
      const body = { projectId, environment, ...parentAndName(secretPath) };
      return {
        ...making(scope),
        operation: 'createFolderV2',
        send: (client, init) => client.POST('/api/v2/folders', { ...init, body }),
      };
    },
    create: (items) => {
      const secrets = items.map(({ key, value, mark }) => ({
        secretKey: key,
        secretValue: value,
        secretMetadata: markAsMetadata(mark),
      }));
      return {
        ...writing(scope, 'create', items),
        operation: 'createSecretsV4',
        send: (client, init) => client.POST('/api/v4/secrets/batch', { ...init, body: { ...batch, secrets } }),
      };
    },
    update: (items) => {
      const secrets = items.map(({ stored, value }) => ({ secretKey: stored.key, secretValue: value }));
      return {
        ...writing(scope, 'update', items),
        operation: 'updateSecretsV4',
        send: (client, init) => client.PATCH('/api/v4/secrets/batch', { ...init, body: { ...batch, secrets } }),
      };
    },
    remove: (items) => {
      const secrets = items.map(({ key }) => ({ secretKey: key }));
      return {
        ...writing(scope, 'delete', items),
        operation: 'deleteSecretsV4',
        send: (client, init) => client.DELETE('/api/v4/secrets/batch', { ...init, body: { ...batch, secrets } }),
      };
    },
  };
}

function listing(scope: DestinationScope): Pick<PlainCall<readonly Listed[]>, 'kind' | 'what' | 'parse'> {
  return {
    kind: 'secrets',
    what: `list the secrets of ${describePlace(scope)}`,
    parse: (answer) =>
      DestinationAnswer.parse(answer).secrets.map((secret) => ({
        stored: {
          id: secret.id,
          key: secret.secretKey,
          value: secret.secretValue,
          comment: secret.secretComment ?? '',
          marks: marksOf(secret),
        },
        hidden: secret.secretValueHidden === true,
      })),
  };
}

function making(scope: DestinationScope): Pick<PlainCall<void>, 'kind' | 'what' | 'parse'> {
  // Whatever is wrong with it besides: an environment that is not there, on servers that say so with 400.
  return { kind: 'secret', what: `make the folder of ${describePlace(scope)}`, parse: () => undefined };
}

function writing(
  scope: DestinationScope,
  verb: 'create' | 'update' | 'delete',
  items: readonly { readonly value: string }[],
): Pick<PlainCall<WrittenAnswer>, 'kind' | 'what' | 'confidential' | 'parse'> {
  return {
    kind: 'write',
    what: `${verb} ${items.length === 1 ? 'a secret' : `${items.length} secrets`} of ${describePlace(scope)}`,
    confidential: items.map(({ value }) => value),
    parse: (answer) => WrittenAnswer.parse(answer),
  };
}

/** `/a/b` as the API makes it: a folder `b` in `/a`. */
function parentAndName(path: string): { path: string; name: string } {
  const cut = path.lastIndexOf('/');
  return { path: path.slice(0, cut) || '/', name: path.slice(cut + 1) };
}
