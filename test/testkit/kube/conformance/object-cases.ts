import type { Json } from '../../../../src/testkit/kube/index.ts';
import {
  aSecret,
  aThing,
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

const refusedSecrets: readonly (readonly [string, Json])[] = [
  ['a data key with a slash', aSecret('s', { data: { 'a/b': 'eA==' } })],
  ['a data key that is dots', aSecret('s', { data: { '..': 'eA==' } })],
  ['data that is no base64', aSecret('s', { data: { a: '***' } })],
  ['over 1 MiB', aSecret('s', { data: { a: Buffer.alloc(1024 * 1024 + 1).toString('base64') } })],
  ['a TLS Secret without keys', aSecret('s', { type: 'kubernetes.io/tls', data: {} })],
  ['basic auth without keys', aSecret('s', { type: 'kubernetes.io/basic-auth' })],
  [
    'a docker config that is no JSON',
    aSecret('s', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'eA==' } }),
  ],
  ['a token Secret without account', aSecret('s', { type: 'kubernetes.io/service-account-token' })],
  ['a bad name', aSecret('Not_A_Name')],
  ['no name', { apiVersion: 'v1', kind: 'Secret', metadata: {} }],
  ['a bad label value', { ...aSecret('s'), metadata: { name: 's', labels: { a: 'b c' } } }],
  ['a bad label key', { ...aSecret('s'), metadata: { name: 's', labels: { 'a b': 'c' } } }],
  ['a bad annotation key', { ...aSecret('s'), metadata: { name: 's', annotations: { 'a/b/c': 'c' } } }],
  [
    'an owner without uid',
    { ...aSecret('s'), metadata: { name: 's', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p' }] } },
  ],
  ['another kind', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 's' } }],
  ['another namespace', { ...aSecret('s'), metadata: { name: 's', namespace: 'elsewhere' } }],
  ['labels that are numbers', { ...aSecret('s'), metadata: { name: 's', labels: { a: 1 } } }],
];

/** Reads and writes of plain objects. */
export const OBJECT_CASES: readonly ConformanceCase[] = [
  ...refusedSecrets.map(([name, body]) => ({
    name: `refuses ${name}`,
    run: async (client: Parameters<ConformanceCase['run']>[0]) => seen(await create(client, secrets(client), body)),
  })),
  {
    name: 'creates a Secret and answers all of it',
    run: async (client) =>
      seen(await create(client, secrets(client), aSecret('s', { stringData: { a: 'b' }, data: { c: 'ZA==' } }))),
  },
  {
    name: 'creates a ConfigMap, a ServiceAccount, a Lease and a Namespace',
    run: async (client) => [
      seen(await create(client, core(client, 'configmaps'), { metadata: { name: 'c' }, data: { a: 'b' } })),
      seen(await create(client, core(client, 'serviceaccounts'), { metadata: { name: 'c' } })),
      seen(
        await create(client, `/apis/coordination.k8s.io/v1/namespaces/${client.namespace}/leases`, {
          metadata: { name: 'l' },
          spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.000000Z' },
        }),
      ),
      seen(await create(client, '/api/v1/namespaces', { metadata: { name: `${client.namespace}-more` } })),
    ],
  },
  {
    name: 'creates a Deployment with the defaults of the server',
    run: async (client) =>
      seen(
        await create(client, `/apis/apps/v1/namespaces/${client.namespace}/deployments`, {
          metadata: { name: 'd' },
          spec: {
            selector: { matchLabels: { app: 'd' } },
            template: {
              metadata: { labels: { app: 'd' } },
              spec: {
                containers: [
                  {
                    name: 'c',
                    image: 'x:1',
                    env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a' } } }],
                    envFrom: [{ secretRef: { name: 's' } }],
                  },
                ],
              },
            },
          },
        }),
      ),
  },
  {
    name: 'makes a name from generateName',
    run: async (client) => {
      const answer = await create(client, secrets(client), { metadata: { generateName: 'gen-' } });
      return [answer.code, /"name":"gen-[a-z0-9]{5}"/.test(JSON.stringify(answer.body))];
    },
  },
  {
    name: 'refuses a name that exists, and finds nothing that does not',
    run: async (client) => {
      await create(client, secrets(client), aSecret('s'));
      return [
        seen(await create(client, secrets(client), aSecret('s'))),
        seen(await client.send({ path: secrets(client, 'none') })),
        seen(await client.send({ method: 'DELETE', path: secrets(client, 'none') })),
        seen(await patch(client, secrets(client, 'none'), {})),
        seen(await client.send({ method: 'PUT', path: secrets(client, 'none'), body: aSecret('none') })),
        seen(await create(client, '/api/v1/namespaces/no-such-namespace/secrets', aSecret('s'))),
        seen(await client.send({ path: things(client, 'none') })),
        (await client.send({ path: '/apis/nobody.example.com/v1/things' })).code,
        (await client.send({ path: '/api/v1/nothings' })).code,
      ];
    },
  },
  {
    name: 'replaces, and refuses stale versions and foreign uids',
    run: async (client) => {
      const created = await create(client, secrets(client), aSecret('s', { data: { a: 'YQ==' } }));
      const put = (body: Json): Promise<{ code: number; body: Json }> =>
        client.send({ method: 'PUT', path: secrets(client, 's'), body });
      const replaced = await put(aSecret('s', { data: { b: 'Yg==' } }));
      const stale = await put({ ...aSecret('s'), metadata: { name: 's', resourceVersion: versionOf(created) } });
      const uid = '00000000-0000-4000-8000-000000000000';
      const foreign = await put({ ...aSecret('s'), metadata: { name: 's', uid } });
      const otherName = await put(aSecret('t'));
      const same = await put(aSecret('s', { data: { b: 'Yg==' } }));
      const retyped = await put(aSecret('s', { type: 'other' }));
      return [
        seen(replaced),
        seen(stale),
        [foreign.code],
        seen(otherName),
        [same.code, versionOf(same) === versionOf(replaced)],
        seen(retyped),
      ];
    },
  },
  {
    name: 'holds an immutable Secret fast',
    run: async (client) => {
      await create(client, secrets(client), aSecret('s', { data: { a: 'YQ==' }, immutable: true }));
      return [
        seen(await patch(client, secrets(client, 's'), { data: { a: 'Yg==' } })),
        seen(await patch(client, secrets(client, 's'), { immutable: false })),
        (await patch(client, secrets(client, 's'), { metadata: { labels: { a: 'b' } } })).code,
      ];
    },
  },
  {
    name: 'needs a version to replace a custom resource',
    run: async (client) => {
      await create(client, things(client), aThing('t'));
      return seen(await client.send({ method: 'PUT', path: things(client, 't'), body: aThing('t', { size: 2 }) }));
    },
  },
  {
    name: 'patches in three languages',
    run: async (client) => {
      await create(client, secrets(client), aSecret('s', { data: { a: 'YQ==', b: 'Yg==' } }));
      const path = secrets(client, 's');
      return [
        seen(await patch(client, path, { data: { a: null, c: 'Yw==' } })),
        seen(
          await patch(
            client,
            path,
            [
              { op: 'test', path: '/data/c', value: 'Yw==' },
              { op: 'remove', path: '/data/c' },
            ],
            'json',
          ),
        ),
        [(await patch(client, path, [{ op: 'test', path: '/data/b', value: 'no' }], 'json')).code],
        [(await patch(client, path, [{ op: 'remove', path: '/data/none' }], 'json')).code],
        seen(await patch(client, path, { stringData: { d: 'd' } }, 'strategic')),
        seen(await client.send({ method: 'PATCH', path, body: {}, contentType: 'application/json' })),
        [(await patch(client, path, { metadata: { resourceVersion: '1' } })).code],
        seen(await patch(client, path, {}, 'merge', { force: 'true' })),
      ];
    },
  },
  {
    name: 'refuses patch languages that a custom resource does not read',
    run: async (client) => {
      await create(client, things(client), aThing('t'));
      return [
        seen(await patch(client, things(client, 't'), {}, 'strategic')),
        seen(
          await client.send({ method: 'PATCH', path: things(client, 't'), body: {}, contentType: 'application/json' }),
        ),
      ];
    },
  },
  {
    name: 'does not bump the version for a patch that changes nothing',
    run: async (client) => {
      const created = await create(client, things(client), aThing('t', { size: 1, tags: { a: 'b' } }));
      const same = await patch(client, things(client, 't'), { spec: { size: 1 } });
      const labelled = await patch(client, things(client, 't'), { metadata: { labels: { a: 'b' } } });
      const respecced = await patch(client, things(client, 't'), { spec: { size: 2 } });
      return [
        versionOf(same) === versionOf(created),
        metadataOf(labelled)['generation'] ?? null,
        metadataOf(respecced)['generation'] ?? null,
        seen(respecced),
      ];
    },
  },
  {
    name: 'keeps spec and status apart',
    run: async (client) => {
      const status = { conditions: [{ type: 'Ready', status: 'True' }] };
      const created = await create(client, things(client), aThing('t', { size: 1 }, { status }));
      const main = await patch(client, things(client, 't'), { status, spec: { size: 3 } });
      const below = await patch(client, things(client, 't/status'), {
        status,
        spec: { size: 4 },
        metadata: { labels: { a: 'b' } },
      });
      const put = await client.send({
        method: 'PUT',
        path: things(client, 't/status'),
        body: { ...aThing('t', { size: 9 }), metadata: metadataOf(below), status: {} },
      });
      return [
        seen(created),
        seen(main),
        seen(below),
        seen(put),
        seen(await client.send({ path: things(client, 't/status') })),
      ];
    },
  },
  {
    name: 'writes nothing in a dry run',
    run: async (client) => [
      seen(await create(client, secrets(client), aSecret('s'), { dryRun: 'All' })),
      (await client.send({ path: secrets(client, 's') })).code,
      seen(await create(client, secrets(client), aSecret('s'), { dryRun: 'Some' })),
    ],
  },
];
