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

/** Server-side apply: ownership, conflicts, retraction, and when nothing is written. */
export const APPLY_CASES: readonly ConformanceCase[] = [
  {
    name: 'creates by apply and owns what it names',
    run: async (client) => [
      seen(await apply(client, secrets(client, 's'), aSecret('s', { data: { a: 'YQ==' }, type: 'Opaque' }))),
      seen(
        await apply(
          client,
          things(client, 't'),
          aThing('t', {
            size: 1,
            tags: { a: 'b' },
            plain: ['x'],
            pairs: [{ key: 'k', value: 'v' }],
            open: { a: { b: 1 } },
            whole: { x: 'y' },
            finalizers: ['f'],
            nested: {},
          }),
        ),
      ),
    ],
  },
  {
    name: 'writes nothing when nothing changed',
    run: async (client) => {
      const body = aSecret('s', { data: { a: 'YQ==' } });
      const first = await apply(client, secrets(client, 's'), body);
      const second = await apply(client, secrets(client, 's'), body);
      const other = await apply(client, secrets(client, 's'), body, 'other');
      const again = await apply(client, secrets(client, 's'), body, 'other');
      return [
        versionOf(first) === versionOf(second),
        versionOf(second) === versionOf(other),
        versionOf(other) === versionOf(again),
        seen(other),
      ];
    },
  },
  {
    name: 'removes what is no longer named, unless another owns it',
    run: async (client) => {
      const path = secrets(client, 's');
      await apply(client, path, aSecret('s', { data: { a: 'YQ==', b: 'Yg==', c: 'Yw==' } }));
      await apply(client, path, aSecret('s', { data: { b: 'Yg==' } }), 'other');
      const fewer = await apply(client, path, aSecret('s', { data: { c: 'Yw==' } }));
      const none = await apply(client, path, aSecret('s'));
      const last = await apply(client, path, aSecret('s'), 'other');
      return [seen(fewer), seen(none), seen(last)];
    },
  },
  {
    name: 'retracts nested fields, lists and maps of a custom resource',
    run: async (client) => {
      const path = things(client, 't');
      const spec = {
        size: 1,
        tags: { a: 'b' },
        pairs: [{ key: 'k', value: 'v' }],
        nested: { a: 'x', b: { c: 'y' } },
        finalizers: ['f'],
        whole: { a: 'b' },
        plain: ['p'],
        open: { deep: { er: 1 } },
      };
      await apply(client, path, aThing('t', spec));
      const fewer = await apply(client, path, aThing('t', { size: 1, nested: { a: 'x' } }));
      return seen(fewer);
    },
  },
  {
    name: 'treats empty collections as the schema has them',
    run: async (client) => {
      const results: Json[] = [];
      const steps: Record<string, Json>[] = [
        { pairs: [], finalizers: [], tags: {}, whole: {}, open: {}, nested: {} },
        {},
        {
          tags: { a: 'b' },
          nested: { b: { c: 'x' } },
          open: { a: { b: 'c' } },
          pairs: [{ key: 'a' }],
          finalizers: ['a'],
        },
        { tags: {}, nested: {}, open: {}, pairs: [], finalizers: [] },
        { nested: { b: {} }, open: { a: {} } },
        {},
      ];
      for (const step of steps) {
        results.push(seen(await apply(client, things(client, 't'), aThing('t', { size: 1, ...step }))));
      }
      return results;
    },
  },
  {
    name: 'retracts entries of keyed lists and sets one by one',
    run: async (client) => {
      const path = things(client, 't');
      await apply(
        client,
        path,
        aThing('t', {
          size: 1,
          pairs: [
            { key: 'a', value: '1' },
            { key: 'b', value: '2' },
          ],
          finalizers: ['x', 'y'],
        }),
      );
      await apply(
        client,
        path,
        aThing('t', {
          size: 1,
          pairs: [
            { key: 'c', value: '3' },
            { key: 'b', weight: 2 },
          ],
          finalizers: ['z'],
        }),
        'other',
        { force: 'true' },
      );
      return seen(
        await apply(client, path, aThing('t', { size: 1, pairs: [{ key: 'a', value: '1' }], finalizers: ['y'] })),
      );
    },
  },
  {
    name: 'reports conflicts and yields to force',
    run: async (client) => {
      const path = secrets(client, 's');
      await apply(client, path, aSecret('s', { data: { a: 'YQ==', b: 'Yg==' } }));
      const one = await apply(client, path, aSecret('s', { data: { a: 'eA==' } }), 'other');
      const two = await apply(client, path, aSecret('s', { data: { a: 'eA==', b: 'eA==' } }), 'other');
      const forced = await apply(client, path, aSecret('s', { data: { a: 'eA==' } }), 'other', { force: 'true' });
      return [seen(one), seen(two), seen(forced)];
    },
  },
  {
    name: 'conflicts with updates, and updates take ownership',
    run: async (client) => {
      const path = secrets(client, 's');
      await create(client, secrets(client), aSecret('s', { data: { a: 'YQ==' } }), { fieldManager: 'creator' });
      const conflict = await apply(client, path, aSecret('s', { data: { a: 'eA==' } }));
      await apply(client, path, aSecret('s', { data: { a: 'eA==' } }), 'applier', { force: 'true' });
      const edited = await patch(client, path, { data: { a: 'eQ==', z: 'eg==' } }, 'merge', { fieldManager: 'editor' });
      const removed = await patch(client, path, { data: { a: null } }, 'merge', { fieldManager: 'editor' });
      return [seen(conflict), seen(edited), seen(removed)];
    },
  },
  {
    name: 'tracks the status separately from the rest',
    run: async (client) => {
      await apply(client, things(client, 't'), aThing('t'));
      const status = {
        conditions: [
          { type: 'Ready', status: 'True' },
          { type: 'Other', status: 'False', message: 'm' },
        ],
        syncedAt: '2026-01-01T00:00:00Z',
      };
      const { spec: _spec, ...bare } = aThing('t');
      const first = await apply(client, things(client, 't/status'), { ...bare, status }, 'status');
      const same = await apply(client, things(client, 't/status'), { ...bare, status }, 'status');
      const fewer = await apply(
        client,
        things(client, 't/status'),
        { ...bare, status: { conditions: [{ type: 'Ready', status: 'False' }] } },
        'status',
      );
      const withSpec = await apply(
        client,
        things(client, 't/status'),
        { ...aThing('t', { size: 7 }), status },
        'status',
      );
      const ignored = await apply(client, things(client, 't'), { ...aThing('t', { size: 1 }), status: {} }, 'applier');
      const generation = metadataOf(withSpec)['generation'];
      return [
        seen(first),
        versionOf(first) === versionOf(same),
        seen(fewer),
        seen(withSpec),
        seen(ignored),
        generation ?? null,
      ];
    },
  },
  {
    name: 'owns metadata: labels, annotations, finalizers, owner references',
    run: async (client) => {
      const uid = '00000000-0000-4000-8000-000000000001';
      const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid }];
      const path = core(client, 'configmaps', 'c');
      const body = (metadata: Json): Json => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
      // A finalizer keeps the collector from removing it while its owner does not exist.
      const metadata = { name: 'c', labels: { a: 'b' }, annotations: { c: 'd' }, finalizers: ['example.com/x'] };
      const first = await apply(client, path, body(metadata));
      await patch(client, path, {
        metadata: { labels: { theirs: 'yes' }, finalizers: ['example.com/x', 'example.com/theirs'] },
      });
      const retracted = await apply(client, path, body({ name: 'c' }));
      const owned = await apply(
        client,
        core(client, 'configmaps', 'o'),
        { ...(Object(body({ name: 'o', ownerReferences })) as object) },
        'applier',
        { dryRun: 'All' },
      );
      await patch(client, path, { metadata: { finalizers: null } });
      return [seen(first), seen(retracted), seen(owned)];
    },
  },
  {
    name: 'refuses applies that are not well formed',
    run: async (client) => [
      seen(await apply(client, secrets(client, 's'), aSecret('s'), '')),
      seen(await apply(client, secrets(client, 's'), aSecret('t'))),
      [(await apply(client, secrets(client, 's'), { metadata: { name: 's' } })).code],
      [(await apply(client, things(client, 't/status'), aThing('t'))).code],
      [(await apply(client, secrets(client, 's'), { ...aSecret('s'), metadata: { name: 's', uid: 'x' } })).code],
      [
        (await apply(client, secrets(client, 's'), { ...aSecret('s'), metadata: { name: 's', managedFields: [] } }))
          .code,
      ],
    ],
  },
  {
    name: 'applies stringData',
    run: async (client) => [
      seen(await apply(client, secrets(client, 's'), aSecret('s', { stringData: { a: 'b' } }))),
      seen(await apply(client, secrets(client, 's'), aSecret('s', { stringData: { c: 'd' } }))),
    ],
  },
  {
    name: 'applies with a version',
    run: async (client) => {
      const first = await apply(client, secrets(client, 's'), aSecret('s', { data: { a: 'YQ==' } }));
      const next = await apply(client, secrets(client, 's'), {
        ...aSecret('s', { data: { a: 'Yg==' } }),
        metadata: { name: 's', resourceVersion: versionOf(first) },
      });
      const stale = await apply(client, secrets(client, 's'), {
        ...aSecret('s', { data: { a: 'Yw==' } }),
        metadata: { name: 's', resourceVersion: versionOf(first) },
      });
      return [next.code, seen(stale)];
    },
  },
];
