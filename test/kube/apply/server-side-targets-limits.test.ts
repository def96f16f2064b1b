import { expect } from 'chai';
import { z } from 'zod';
import type { DesiredTarget, ObservedTarget } from '#kernel';
import { MetadataInformer, ServerSideTargets } from '../../../src/kube/index.ts';
import { harness, type Harness } from '../harness.ts';
import { onServers } from '../on-servers.ts';
import { rejection } from '../rejection.ts';
import { expectOk } from '../test-server.ts';

const Stored = z.looseObject({ metadata: z.looseObject({ uid: z.string() }) });

onServers('ServerSideTargets: what an apply alone cannot change', (server) => {
  let h: Harness;
  let targets: ServerSideTargets;
  let namespace: string;

  beforeEach(async () => {
    h = harness(server());
    namespace = await server().namespace();
    const informer = new MetadataInformer(h, 'Secret', [namespace]);
    h.onClose(() => informer.stop());
    informer.start();
    await informer.whenSynced(h.signal);
    targets = new ServerSideTargets({ client: h.client, informer, kind: 'Secret', log: h.log });
  });
  afterEach(() => h.close());

  const path = (name: string): string => `/api/v1/namespaces/${namespace}/${name}`;
  const desired = (over: Partial<DesiredTarget> = {}): DesiredTarget => ({
    namespace,
    name: 'target',
    labels: { 'secrets.infisical.com/managed': 'true' },
    annotations: {},
    ownerReferences: [],
    type: 'Opaque',
    data: { a: 'c2VjcmV0LWNhbmFyeQ==' },
    ...over,
  });
  const create = (): Promise<ObservedTarget> => targets.write(desired(), { kind: 'create' }, h.signal);
  const update = (type: string): Promise<ObservedTarget> =>
    targets.write(desired({ type }), { kind: 'update', removeDataKeys: [] }, h.signal);
  const read = async (): Promise<z.infer<typeof Stored>> =>
    Stored.parse(await expectOk(server().raw({ method: 'GET', path: path('secrets/target') })));

  it('makes an object of another type anew', async () => {
    const before = await create();

    const after = await update('example.com/other');

    expect(after.uid).to.not.equal(before.uid);
    expect(await read()).to.deep.include({ type: 'example.com/other', data: desired().data });
  });

  it('keeps an object when the API server refuses more of the new one than its type, and quotes no value', async () => {
    const before = await create();

    const error = await rejection(update('kubernetes.io/tls'));

    expect(error).to.include({ reason: 'TargetInvalid', disposition: 'terminal' });
    expect(error.message).to.include('type: invalid value').and.not.include('canary').and.not.include('c2VjcmV0');
    expect((await read()).metadata.uid).to.equal(before.uid);
  });

  it('takes away an owner that somebody else has set', async () => {
    const first = await create();
    const [owner, other] = [await anOwner('owner'), await anOwner('other')];
    const body = { metadata: { ownerReferences: [owner, other] } };
    const contentType = 'application/merge-patch+json';
    await expectOk(server().raw({ method: 'PATCH', path: path('secrets/target'), contentType, body }));

    const mode = { kind: 'update', removeDataKeys: [], disown: owner.uid } as const;
    const written = await targets.write(desired(), mode, h.signal);

    expect(written.uid).to.equal(first.uid);
    expect(written.ownerReferences).to.deep.equal([other]);
  });

  /** Owners must exist, or the garbage collector takes the object. */
  async function anOwner(name: string): Promise<DesiredTarget['ownerReferences'][number]> {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
    const made = Stored.parse(await expectOk(server().raw({ method: 'POST', path: path('configmaps'), body })));
    return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: made.metadata.uid };
  }
});
