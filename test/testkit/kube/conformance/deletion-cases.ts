import type { Json } from '../../../../src/testkit/kube/index.ts';
import {
  aSecret,
  aThing,
  create,
  metadataOf,
  patch,
  secrets,
  seen,
  things,
  until,
  versionOf,
  type ConformanceCase,
} from './conformance-case.ts';

/** Deleting: finalizers, preconditions, collections, owners and namespaces. */
export const DELETION_CASES: readonly ConformanceCase[] = [
  {
    name: 'deletes, with preconditions and finalizers',
    run: async (client) => {
      await create(client, secrets(client), aSecret('plain'));
      const held = await create(client, secrets(client), {
        ...aSecret('held'),
        metadata: { name: 'held', finalizers: ['example.com/hold'] },
      });
      await create(client, things(client), {
        ...aThing('t'),
        metadata: { name: 't', finalizers: ['example.com/hold'] },
      });
      const remove = (path: string, body: Json = {}): Promise<{ code: number; body: Json }> =>
        client.send({ method: 'DELETE', path, body });
      const wrong = await remove(secrets(client, 'plain'), { preconditions: { uid: 'other' } });
      const plain = await remove(secrets(client, 'plain'));
      const marked = await remove(secrets(client, 'held'));
      const again = await remove(secrets(client, 'held'));
      const added = await patch(client, secrets(client, 'held'), {
        metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
      });
      const released = await patch(client, secrets(client, 'held'), { metadata: { finalizers: null } });
      const thing = await remove(things(client, 't'));
      return [
        [wrong.code],
        seen(plain),
        seen(marked),
        [again.code, versionOf(again) === versionOf(marked), versionOf(marked) === versionOf(held)],
        seen(added),
        seen(released),
        (await client.send({ path: secrets(client, 'held') })).code,
        seen(thing),
      ];
    },
  },
  {
    name: 'deletes a collection by label',
    run: async (client) => {
      for (const [name, app] of [
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'y'],
      ] as const) {
        await create(client, secrets(client), { ...aSecret(name), metadata: { name, labels: { app } } });
      }
      const gone = await client.send({ method: 'DELETE', path: secrets(client), query: { labelSelector: 'app=x' } });
      const left = await client.send({ path: secrets(client) });
      return [gone.code, JSON.stringify(left.body).match(/"name":"[abc]"/g)];
    },
  },
  {
    name: 'collects dependents of a deleted owner',
    run: async (client) => {
      const owner = await create(client, things(client), aThing('owner'));
      const reference = {
        apiVersion: 'conformance.example.com/v1',
        kind: 'Thing',
        name: 'owner',
        uid: metadataOf(owner)['uid'] ?? '',
      };
      await create(client, secrets(client), {
        ...aSecret('owned'),
        metadata: { name: 'owned', ownerReferences: [reference] },
      });
      await create(client, secrets(client), aSecret('free'));
      await client.send({ method: 'DELETE', path: things(client, 'owner') });
      const owned = await until(
        () => client.send({ path: secrets(client, 'owned') }),
        ({ code }) => code === 404,
      );
      return [owned.code, (await client.send({ path: secrets(client, 'free') })).code];
    },
  },
  {
    name: 'empties and removes a namespace',
    run: async (client) => {
      const inner = client.in(`${client.namespace}-inner`);
      await create(client, '/api/v1/namespaces', { metadata: { name: inner.namespace } });
      await create(client, secrets(inner), {
        ...aSecret('held'),
        metadata: { name: 'held', finalizers: ['example.com/hold'] },
      });
      const path = `/api/v1/namespaces/${inner.namespace}`;
      const deleted = await client.send({ method: 'DELETE', path });
      const refused = await create(client, secrets(inner), aSecret('late'));
      await until(
        () => client.send({ path: secrets(inner, 'held') }),
        (answer) => metadataOf(answer)['deletionTimestamp'] !== undefined,
      );
      await patch(client, secrets(inner, 'held'), { metadata: { finalizers: null } });
      const gone = await until(
        () => client.send({ path }),
        ({ code }) => code === 404,
      );
      await inner.close();
      return [deleted.code, metadataOf(deleted)['deletionTimestamp'] !== undefined, seen(refused), gone.code];
    },
  },
];
