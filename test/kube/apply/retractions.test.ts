import { expect } from 'chai';
import { z } from 'zod';
import type { DesiredTarget } from '#kernel';
import { MetadataInformer, ServerSideTargets } from '../../../src/kube/index.ts';
import type { Kube } from '../../../src/testkit/kube/index.ts';
import { harness, type Harness } from '../harness.ts';
import { emulatorWithFaults } from '../on-servers.ts';
import { rejection } from '../rejection.ts';
import type { TestServer } from '../test-server.ts';
import { until } from '../until.ts';

const KEY = { namespace: 'default', name: 'target' };
const DESIRED: DesiredTarget = {
  ...KEY,
  labels: { 'secrets.infisical.com/managed': 'true' },
  annotations: {},
  ownerReferences: [],
  type: 'Opaque',
  data: { ours: 'MQ==' },
};

describe('ServerSideTargets under faults', () => {
  let kube: Kube;
  let server: TestServer;
  let h: Harness;
  let informer: MetadataInformer;
  let targets: ServerSideTargets;

  beforeEach(async () => {
    ({ kube, server } = await emulatorWithFaults());
    h = harness(server);
    informer = new MetadataInformer(h, 'Secret', 'cluster');
    h.onClose(() => informer.stop());
    informer.start();
    await informer.whenSynced(h.signal);
    targets = new ServerSideTargets({ client: h.client, informer, kind: 'Secret', log: h.log });
  });
  afterEach(async () => {
    await h.close();
    await server.stop();
  });

  const create = (): Promise<unknown> => targets.write(DESIRED, { kind: 'create' }, h.signal);
  const foreign = (): void => {
    kube.create({ apiVersion: 'v1', kind: 'Secret', metadata: KEY, type: 'Opaque', data: { theirs: 'MQ==' } });
  };
  const data = (): unknown => z.looseObject({}).parse(kube.get('secrets', 'default', 'target'))['data'];

  it('pays before anything else what could not be taken back at once', async () => {
    foreign();
    kube.faults.next(1, { verb: 'apply' }, { kind: 'delay', ms: 0 });
    kube.faults.next(2, { verb: 'apply' }, { kind: 'status', code: 503 });

    // The first apply goes through, the retraction fails.
    const error = await rejection(create());
    expect(error).to.include({ reason: 'KubernetesUnavailable', disposition: 'retryable' });
    expect(data()).to.deep.equal({ theirs: 'MQ==', ours: 'MQ==' });

    // As long as it is owed, nobody gets to see the object as one of ours.
    expect(await rejection(targets.observe(KEY, h.signal))).to.have.property('reason', 'KubernetesUnavailable');
    expect(await targets.observe(KEY, h.signal)).to.deep.include({ applied: undefined, labels: {} });
    expect(data()).to.deep.equal({ theirs: 'MQ==' });
  });

  it('goes on taking back when the pass is aborted', async () => {
    foreign();
    const controller = new AbortController();
    kube.faults.next(1, { verb: 'apply' }, { kind: 'delay', ms: 0 });
    const writing = rejection(targets.write(DESIRED, { kind: 'create' }, controller.signal));
    const hold = kube.faults.hold((call) => call.verb === 'apply' && kube.calls.count({ verb: 'apply' }) === 1);
    await hold.arrived;
    controller.abort(new Error('the pass was stopped'));
    hold.release();

    await writing;
    expect(data()).to.deep.equal({ theirs: 'MQ==' });
  });

  it('looks before it creates again when the answer was lost', async () => {
    kube.faults.next(1, { verb: 'apply' }, { kind: 'lost' });
    expect(await rejection(create())).to.have.property('reason', 'KubernetesUnavailable');

    const observed = await targets.observe(KEY, h.signal);

    expect(observed?.applied?.dataKeys).to.deep.equal(['ours']);
  });

  it('does not give up an object of ours that somebody edited while the answer was lost', async () => {
    kube.faults.next(1, { verb: 'apply' }, { kind: 'lost' });
    await rejection(create());
    kube.patch('secrets', 'default', 'target', { data: { ours: 'WA==' } });

    const again = await rejection(create());
    expect(again).to.have.property('reason', 'KubernetesUnavailable');
    const written = await targets.write(DESIRED, { kind: 'update', removeDataKeys: [] }, h.signal);
    expect(written.foreignDataKeys).to.deep.equal([]);
    expect(data()).to.deep.equal({ ours: 'MQ==' });
  });

  it('asks to look again when the object appeared since the caller looked', async () => {
    kube.create({ apiVersion: 'v1', kind: 'Secret', metadata: { ...KEY, labels: DESIRED.labels } });
    await until('the informer knows it', () => informer.get(KEY) !== undefined);

    expect(await rejection(create())).to.include({ reason: 'KubernetesUnavailable', disposition: 'retryable' });
    expect(kube.calls.count({ verb: 'apply' })).to.equal(0);
  });
});
