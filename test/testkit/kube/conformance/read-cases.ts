import type { Json } from '../../../../src/testkit/kube/index.ts';
import {
  aSecret,
  aThing,
  apply,
  core,
  create,
  metadataOf,
  patch,
  secrets,
  seen,
  things,
  versionOf,
  type ConformanceCase,
} from './conformance-case.ts';
import type { WireClient } from './wire-client.ts';

const PARTIAL = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';

async function threeSecrets(client: WireClient): Promise<void> {
  for (const [name, labels] of [
    ['a', { app: 'x' }],
    ['b', { app: 'y', tier: 'z' }],
    ['c', {}],
  ] as const) {
    await create(client, secrets(client), { ...aSecret(name), metadata: { name, labels } });
  }
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const eventKinds = (events: readonly Json[]): Json =>
  events.map((event) =>
    typeof event === 'object' && event !== null && !Array.isArray(event) ? (event['type'] ?? null) : event,
  );

/** Lists, watches and representations. */
export const READ_CASES: readonly ConformanceCase[] = [
  {
    name: 'lists in pages of one state',
    run: async (client) => {
      await threeSecrets(client);
      const first = await client.send({ path: secrets(client), query: { limit: '2' } });
      await create(client, secrets(client), aSecret('bb'));
      const token = textOf(metadataOf(first)['continue']);
      const second = await client.send({ path: secrets(client), query: { limit: '2', continue: token } });
      const names = (body: Json): Json => JSON.stringify(body).match(/"name":"[a-c]+"/g);
      const { continue: more, remainingItemCount: left } = metadataOf(first);
      const versions = metadataOf(first)['resourceVersion'] === metadataOf(second)['resourceVersion'];
      return [
        names(first.body),
        typeof more,
        left ?? null,
        names(second.body),
        metadataOf(second)['continue'] ?? null,
        versions,
      ];
    },
  },
  ...['app=x', 'app!=x', 'app', '!app', 'app in (x,y),tier', 'app notin (x)'].map((labelSelector) => ({
    name: `selects by label ${labelSelector}`,
    run: async (client: WireClient) => {
      await threeSecrets(client);
      const { body } = await client.send({ path: secrets(client), query: { labelSelector } });
      return JSON.stringify(body).match(/"name":"[a-c]+"/g);
    },
  })),
  {
    name: 'selects by field, and refuses fields it does not select by',
    run: async (client) => {
      await threeSecrets(client);
      const { body } = await client.send({ path: secrets(client), query: { fieldSelector: 'metadata.name=b' } });
      const type = await client.send({ path: secrets(client), query: { fieldSelector: 'type=other' } });
      const wrong = await client.send({ path: secrets(client), query: { fieldSelector: 'data.a=b' } });
      const thing = await client.send({ path: things(client), query: { fieldSelector: 'spec.size=1' } });
      return [JSON.stringify(body).match(/"name":"[a-c]+"/g), seen(type), seen(wrong), seen(thing)];
    },
  },
  {
    name: 'shows metadata alone',
    run: async (client) => {
      await create(client, secrets(client), aSecret('a', { data: { a: 'YQ==' } }));
      return [
        seen(await client.send({ path: secrets(client, 'a'), accept: PARTIAL })),
        seen(await client.send({ path: secrets(client), accept: PARTIAL_LIST })),
        (await client.send({ path: secrets(client), accept: PARTIAL })).code,
        (await client.send({ path: secrets(client, 'a'), accept: PARTIAL_LIST })).code,
        (await client.send({ path: secrets(client, 'a'), accept: 'text/html' })).code,
      ];
    },
  },
  {
    name: 'shows tables of a custom resource',
    run: async (client) => {
      await create(client, things(client), aThing('t', { size: 3, tags: { a: 'b' } }));
      await create(client, things(client), aThing('u', { size: 4 }));
      const conditions = [
        { type: 'Other', status: 'False' },
        { type: 'Ready', status: 'True' },
      ];
      await patch(client, things(client, 't/status'), { status: { conditions, syncedAt: '2001-01-01T00:00:00Z' } });
      const list = await client.send({ path: things(client), accept: TABLE });
      const one = await client.send({ path: things(client, 't'), accept: TABLE, query: { includeObject: 'None' } });
      return [seen(list), seen(one)];
    },
  },
  ...[
    '/api/v1/secrets',
    '/api/v1/configmaps',
    '/api/v1/serviceaccounts',
    '/api/v1/events',
    '/apis/events.k8s.io/v1/events',
    '/api/v1/pods',
    '/api/v1/namespaces',
    '/apis/apps/v1/deployments',
    '/apis/apps/v1/statefulsets',
    '/apis/apps/v1/daemonsets',
    '/apis/apps/v1/replicasets',
    '/apis/batch/v1/cronjobs',
    '/apis/coordination.k8s.io/v1/leases',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  ].map((path) => ({
    name: `shows the columns of ${path}`,
    run: async (client: WireClient) => {
      const { body } = await client.send({ path, accept: TABLE, query: { limit: '1' } });
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
      const columns = Array.isArray(body['columnDefinitions']) ? body['columnDefinitions'] : [];
      return columns.map((column) =>
        typeof column === 'object' && column !== null && !Array.isArray(column)
          ? [column['name'] ?? null, column['type'] ?? null, column['priority'] ?? null, column['format'] ?? null]
          : null,
      );
    },
  })),
  {
    name: 'shows rows of built-in kinds',
    run: async (client) => {
      await create(client, secrets(client), aSecret('a', { data: { a: 'YQ==' } }));
      await create(client, core(client, 'configmaps'), { metadata: { name: 'c' }, data: { a: 'b' } });
      const query = { fieldSelector: 'metadata.name!=kube-root-ca.crt' };
      const table = async (plural: string): Promise<Json> =>
        seen(await client.send({ path: core(client, plural), accept: TABLE, query }));
      return [await table('secrets'), await table('configmaps')];
    },
  },
  {
    name: 'watches from a version, in order',
    run: async (client) => {
      const list = await client.send({ path: secrets(client) });
      await create(client, secrets(client), { ...aSecret('a'), metadata: { name: 'a', labels: { app: 'x' } } });
      await apply(client, secrets(client, 'a'), aSecret('a', { data: { a: 'YQ==' } }));
      await client.send({ method: 'DELETE', path: secrets(client, 'a') });
      const query = { resourceVersion: versionOf(list) };
      return [
        ...(await client.watch(secrets(client), query, 3)),
        ...(await client.watch(secrets(client), query, 3, PARTIAL)),
      ];
    },
  },
  {
    name: 'shows objects that leave and enter a selection as deleted and added',
    run: async (client) => {
      const list = await client.send({ path: secrets(client) });
      await create(client, secrets(client), { ...aSecret('a'), metadata: { name: 'a', labels: { app: 'x' } } });
      await patch(client, secrets(client, 'a'), { metadata: { labels: { app: 'y' } } });
      await patch(client, secrets(client, 'a'), { metadata: { labels: { app: 'x' } } });
      return client.watch(secrets(client), { resourceVersion: versionOf(list), labelSelector: 'app=x' }, 3);
    },
  },
  {
    name: 'sends the state first and says where it ends',
    run: async (client) => {
      await create(client, things(client), aThing('a'));
      await create(client, things(client), aThing('b'));
      const query = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' };
      return [
        await client.watch(things(client), query, 3),
        await client.watch(things(client), query, 3, PARTIAL),
        await client.watch(things(client), { sendInitialEvents: 'true' }, 1),
        await client.watch(things(client), { resourceVersionMatch: 'NotOlderThan' }, 1),
      ];
    },
  },
  {
    name: 'watches without a version from the present state',
    run: async (client) => {
      await create(client, things(client), aThing('a'));
      return eventKinds(await client.watch(things(client), {}, 1));
    },
  },
  {
    name: 'shows a watch as table',
    run: async (client) => {
      await create(client, things(client), aThing('a'));
      await create(client, things(client), aThing('b'));
      return client.watch(things(client), { resourceVersion: '0' }, 2, TABLE);
    },
  },
  {
    name: 'ends a watch after its time',
    run: async (client) => eventKinds(await client.watch(things(client), { timeoutSeconds: '1' }, 5)),
  },
  {
    name: 'refuses bad versions',
    run: async (client) => [
      [(await client.send({ path: secrets(client), query: { resourceVersion: 'x' } })).code],
      seen(await client.send({ path: secrets(client), query: { resourceVersionMatch: 'Exact' } })),
      [(await client.send({ path: secrets(client), query: { continue: 'x' } })).code],
    ],
  },
];
