import { expect } from 'chai';
import { z } from 'zod';
import type { DesiredTarget, ObservedTarget, WriteMode } from '#kernel';
import { MetadataInformer, ServerSideTargets, type TargetKind } from '../../../src/kube/index.ts';
import { rejection } from '../rejection.ts';
import { harness, type Harness } from '../harness.ts';
import { onServers } from '../on-servers.ts';
import { expectOk, type TestServer } from '../test-server.ts';
import { until } from '../until.ts';

const CREATE: WriteMode = { kind: 'create' };
const UPDATE: WriteMode = { kind: 'update', removeDataKeys: [] };

onServers('ServerSideTargets', (server) => {
  let h: Harness;
  let informer: MetadataInformer;
  let targets: ServerSideTargets;
  let namespace: string;

  const use = async (kind: TargetKind): Promise<void> => {
    informer = new MetadataInformer(h, kind, [namespace]);
    h.onClose(() => informer.stop());
    informer.setInterest(() => false);
    informer.start();
    await informer.whenSynced(h.signal);
    targets = new ServerSideTargets({ client: h.client, informer, kind, log: h.log });
  };

  beforeEach(async () => {
    h = harness(server());
    namespace = await server().namespace();
    await use('Secret');
  });
  afterEach(() => h.close());

  it('creates an object that was not there, by one request', async () => {
    const written = await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);

    expect(written.applied).to.deep.equal({
      dataKeys: ['a'],
      labels: ['secrets.infisical.com/managed'],
      annotations: ['note'],
    });
    expect(written.foreignDataKeys).to.deep.equal([]);
    expect(h.metrics.value('kubernetes_requests_total', { verb: 'patch', resource: 'secrets', code: '201' })).to.equal(
      1,
    );
    expect(dataOf(await read(server(), namespace, 'target'))).to.deep.equal({ a: 'MQ==' });
  });

  it('knows what it wrote at once, ahead of the watch', async () => {
    const written = await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);

    const observed = await targets.observe(written, h.signal);

    expect(observed?.resourceVersion).to.equal(written.resourceVersion);
    expect(h.metrics.value('kubernetes_requests_total', { verb: 'get', resource: 'secrets', code: '200' })).to.equal(0);
  });

  it('may repeat a creation whose answer was lost', async () => {
    await expectOk(apply(server(), manifest(desired(namespace, { a: 'MQ==' })), namespace, 'infisical-operator'));

    const written = await targets
      .write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal)
      .catch(async (error: unknown) => {
        // The watch may have told of it already: then the caller is asked to look again.
        expect(error).to.have.property('reason', 'KubernetesUnavailable');
        return targets.write(desired(namespace, { a: 'MQ==' }), UPDATE, h.signal);
      });

    expect(written.applied?.dataKeys).to.deep.equal(['a']);
  });

  for (const { title, foreign, wanted } of [
    { title: 'other keys', foreign: { theirs: 'MQ==' }, wanted: { ours: 'Mg==' } },
    { title: 'an equal key with another value', foreign: { same: 'MQ==' }, wanted: { same: 'Mg==' } },
    { title: 'an equal key with the same value', foreign: { same: 'MQ==' }, wanted: { same: 'MQ==', ours: 'Mg==' } },
    { title: 'no keys at all', foreign: undefined, wanted: { ours: 'Mg==' } },
  ]) {
    it(`leaves a Secret of others with ${title} as it was`, async () => {
      const body = { metadata: { name: 'target', labels: { team: 'a' } }, type: 'Opaque', data: foreign };
      await expectOk(server().raw({ method: 'POST', path: `${path(namespace)}?fieldManager=kubectl-create`, body }));
      const before = await read(server(), namespace, 'target');

      const error = await rejection(targets.write(desired(namespace, wanted), CREATE, h.signal));

      expect(error).to.include({ reason: 'TargetNotOwned', disposition: 'terminal' });
      expect(content(await read(server(), namespace, 'target'))).to.deep.equal(content(before));
      const after = await targets.observe({ namespace, name: 'target' }, h.signal);
      expect(after?.applied).to.equal(undefined);
    });
  }

  it('leaves a Secret of others that was applied without type as it was', async () => {
    const body = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name: 'target' },
      data: { theirs: 'MQ==' },
    };
    await expectOk(apply(server(), body, namespace, 'somebody'));
    const before = await read(server(), namespace, 'target');

    const error = await rejection(targets.write(desired(namespace, { ours: 'Mg==' }), CREATE, h.signal));

    expect(error).to.have.property('reason', 'TargetNotOwned');
    expect(content(await read(server(), namespace, 'target'))).to.deep.equal(content(before));
  });

  it('leaves resourceVersion alone when nothing changes', async () => {
    const first = await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);
    const second = await targets.write(desired(namespace, { a: 'MQ==' }), UPDATE, h.signal);

    expect(second.resourceVersion).to.equal(first.resourceVersion);
  });

  it('takes away the keys, labels and annotations that are no longer desired', async () => {
    await targets.write(desired(namespace, { a: 'MQ==', b: 'Mg==' }), CREATE, h.signal);

    const bare = { ...desired(namespace, { b: 'Mg==' }), annotations: {} };
    await targets.write(bare, UPDATE, h.signal);

    const secret = await read(server(), namespace, 'target');
    expect(dataOf(secret)).to.deep.equal({ b: 'Mg==' });
    expect(content(secret).metadata.annotations).to.equal(undefined);
  });

  for (const { title, edit } of [
    {
      title: 'a replace by another manager',
      edit: (secret: object) => ({ method: 'PUT', body: { ...secret, data: { a: 'WA==', extra: 'MQ==' } } }),
    },
    {
      title: 'a patch by another manager',
      edit: () => ({
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { data: { a: 'WA==', extra: 'MQ==' } },
      }),
    },
  ]) {
    it(`sees ${title} in the metadata, and repairs it`, async () => {
      const written = await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);
      const request = edit(z.looseObject({}).parse(await read(server(), namespace, 'target')));
      await expectOk(server().raw({ ...request, path: `${path(namespace, 'target')}?fieldManager=kubectl-edit` }));
      await until('the edit is seen', () => informer.get(written)?.resourceVersion !== written.resourceVersion);

      const drifted = await targets.observe(written, h.signal);
      expect(drifted?.foreignDataKeys).to.deep.equal(['a', 'extra']);
      const mode: WriteMode = { kind: 'update', removeDataKeys: ['extra'] };
      const repaired = await targets.write(desired(namespace, { a: 'MQ==' }), mode, h.signal);

      expect(repaired.foreignDataKeys).to.deep.equal([]);
      expect(repaired.applied?.dataKeys).to.deep.equal(['a']);
      expect(dataOf(await read(server(), namespace, 'target'))).to.deep.equal({ a: 'MQ==' });
    });
  }

  it('keeps labels and annotations that others added', async () => {
    await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);
    const body = { metadata: { labels: { team: 'a' }, annotations: { by: 'them' } } };
    await expectOk(
      server().raw({
        method: 'PATCH',
        path: path(namespace, 'target'),
        contentType: 'application/merge-patch+json',
        body,
      }),
    );

    const written = await targets.write(desired(namespace, { a: 'Mg==' }), UPDATE, h.signal);

    expect(written.labels).to.deep.equal({ team: 'a', 'secrets.infisical.com/managed': 'true' });
    expect(written.annotations).to.deep.equal({ by: 'them', note: 'n' });
  });

  it('does not touch an object that took the place of the one that it knows', async () => {
    const written = await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);
    await until('the echo has come', () => informer.get(written) !== undefined);
    await informer.stop();
    await expectOk(server().raw({ method: 'DELETE', path: path(namespace, 'target') }));
    const body = { metadata: { name: 'target' }, data: { theirs: 'MQ==' } };
    await expectOk(server().raw({ method: 'POST', path: path(namespace), body }));

    const error = await rejection(targets.write(desired(namespace, { a: 'Mg==' }), UPDATE, h.signal));

    expect(error).to.include({ reason: 'KubernetesUnavailable', disposition: 'retryable' });
    expect(dataOf(await read(server(), namespace, 'target'))).to.deep.equal({ theirs: 'MQ==' });
  });

  it('tells a missing namespace', async () => {
    const error = await rejection(targets.write(desired('no-such-namespace', { a: 'MQ==' }), CREATE, h.signal));

    expect(error).to.include({ reason: 'TargetNamespaceNotFound', disposition: 'terminal' });
  });

  it('deletes the object with the given uid only', async () => {
    const written = await targets.write(desired(namespace, { a: 'MQ==' }), CREATE, h.signal);

    await targets.remove(written, '00000000-0000-0000-0000-000000000000', h.signal);
    expect((await server().raw({ method: 'GET', path: path(namespace, 'target') })).code).to.equal(200);
    await targets.remove(written, written.uid, h.signal);
    expect((await server().raw({ method: 'GET', path: path(namespace, 'target') })).code).to.equal(404);
    await targets.remove(written, written.uid, h.signal);
  });

  it('looks an object up once that nothing referred to before', async () => {
    const body = { metadata: { name: 'other', annotations: { 'secrets.infisical.com/adopt': 'true' } } };
    await expectOk(server().raw({ method: 'POST', path: path(namespace), body }));
    await until('the name is known', () => informer.observe({ namespace, name: 'other' }).kind === 'unknown');

    const observed = await targets.observe({ namespace, name: 'other' }, h.signal);
    const absent = await targets.observe({ namespace, name: 'nothing' }, h.signal);

    expect(observed?.annotations).to.deep.equal({ 'secrets.infisical.com/adopt': 'true' });
    expect(absent).to.equal(undefined);
    expect(h.metrics.value('kubernetes_requests_total', { verb: 'get', resource: 'secrets', code: '200' })).to.equal(1);
  });

  it('writes ConfigMaps, and removes foreign keys from data and binaryData', async () => {
    await use('ConfigMap');
    const { type: _secretsOnly, ...configMap } = desired(namespace, { a: 'text' });
    await targets.write(configMap, CREATE, h.signal);
    const location = `/api/v1/namespaces/${namespace}/configmaps/target`;
    await expectOk(
      server().raw({
        method: 'PATCH',
        path: location,
        contentType: 'application/merge-patch+json',
        body: { data: { x: '1' }, binaryData: { y: 'MQ==' } },
      }),
    );

    await targets.write(configMap, { kind: 'update', removeDataKeys: ['x', 'y'] }, h.signal);

    const after = content(await expectOk(server().raw({ method: 'GET', path: location })));
    expect(after.data).to.deep.equal({ a: 'text' });
    expect(after['binaryData'] ?? {}).to.deep.equal({});
  });
});

function desired(namespace: string, data: Readonly<Record<string, string>>): DesiredTarget {
  return {
    namespace,
    name: 'target',
    labels: { 'secrets.infisical.com/managed': 'true' },
    annotations: { note: 'n' },
    ownerReferences: [],
    type: 'Opaque',
    data,
  };
}

function path(namespace: string, name?: string): string {
  return `/api/v1/namespaces/${namespace}/secrets${name === undefined ? '' : `/${name}`}`;
}

function apply(server: TestServer, body: object, namespace: string, manager: string): ReturnType<TestServer['raw']> {
  return server.raw({
    method: 'PATCH',
    path: `${path(namespace, 'target')}?fieldManager=${manager}`,
    contentType: 'application/apply-patch+yaml',
    body,
  });
}

/** The same as a body of ours would be. */
function manifest({ namespace, name, labels, annotations, type, data }: DesiredTarget): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name, labels, annotations }, type, data };
}

function read(server: TestServer, namespace: string, name: string): Promise<unknown> {
  return expectOk(server.raw({ method: 'GET', path: path(namespace, name) }));
}

const stored = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).optional() }),
  data: z.record(z.string(), z.string()).optional(),
});

/** Everything but what a retraction may change. */
function content(body: unknown): z.infer<typeof stored> {
  const { metadata, ...rest } = stored.parse(body);
  return { ...rest, metadata: { ...metadata, resourceVersion: undefined, managedFields: undefined } };
}

function dataOf(body: unknown): ObservedTarget['labels'] {
  return stored.parse(body).data ?? {};
}
