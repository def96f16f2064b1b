import { expect } from 'chai';
import { MANAGED_LABEL, MetadataInformer, type Scope } from '../../../src/kube/index.ts';
import type { Kube } from '../../../src/testkit/kube/index.ts';
import { harness, type Harness } from '../harness.ts';
import { emulatorWithFaults, onServers } from '../on-servers.ts';
import { expectOk, type TestServer } from '../test-server.ts';
import { until } from '../until.ts';

const path = (namespace: string, name?: string): string =>
  `/api/v1/namespaces/${namespace}/secrets${name === undefined ? '' : `/${name}`}`;

const post = (server: TestServer, namespace: string, name: string, labels = {}): Promise<unknown> =>
  expectOk(
    server.raw({ method: 'POST', path: path(namespace), body: { metadata: { name, labels }, data: { k: 'dg==' } } }),
  );

const begin = (h: Harness, scope: Scope, interesting: Set<string>): [MetadataInformer, string[]] => {
  const informer = new MetadataInformer(h, 'Secret', scope);
  const changes: string[] = [];
  informer.setInterest(({ name }) => interesting.has(name));
  informer.subscribe(({ reference, observed }) => {
    changes.push(`${observed === undefined ? '-' : '+'}${reference.kind} ${reference.name}`);
  });
  h.onClose(() => informer.stop());
  informer.start();
  return [informer, changes];
};

onServers('MetadataInformer', (server) => {
  let h: Harness;
  let namespace: string;
  beforeEach(async () => {
    h = harness(server());
    namespace = await server().namespace();
  });
  afterEach(() => h.close());

  const gets = (): number =>
    ['200', '404'].reduce(
      (sum, code) => sum + h.metrics.value('kubernetes_requests_total', { verb: 'get', resource: 'secrets', code }),
      0,
    );
  const current = (informer: MetadataInformer): Promise<void> =>
    until('the watch is open', () => informer.observe({ namespace, name: 'nothing' }).kind === 'absent');

  it('keeps records of what is of interest or managed, and tells of their changes only', async () => {
    await post(server(), namespace, 'wanted');
    await post(server(), namespace, 'managed', { [MANAGED_LABEL]: 'true' });
    await post(server(), namespace, 'foreign');
    const [informer, changes] = begin(h, [namespace], new Set(['wanted', 'later']));
    await informer.whenSynced(h.signal);
    expect([...changes].sort()).to.deep.equal(['+Secret managed', '+Secret wanted']);
    await current(informer);

    await expectOk(server().raw({ method: 'DELETE', path: path(namespace, 'foreign') }));
    await expectOk(server().raw({ method: 'DELETE', path: path(namespace, 'wanted') }));
    await post(server(), namespace, 'later');
    await until('the last change is told', () => changes.includes('+Secret later'));

    expect(changes.slice(2)).to.deep.equal(['-Secret wanted', '+Secret later']);
    expect(informer.get({ namespace, name: 'managed' })?.labels).to.deep.equal({ [MANAGED_LABEL]: 'true' });
  });

  it('follows one object alone', async () => {
    await post(server(), namespace, 'other');
    const only = { namespace, name: 'only' };
    const [informer, changes] = begin(h, only, new Set(['only', 'other']));
    await informer.whenSynced(h.signal);
    await until('the watch is open', () => informer.observe(only).kind === 'absent');

    await expectOk(server().raw({ method: 'DELETE', path: path(namespace, 'other') }));
    await post(server(), namespace, 'only');
    await until('the change is told', () => changes.length > 0);

    expect(changes).to.deep.equal(['+Secret only']);
    expect(informer.observe(only).kind).to.equal('known');
    expect(informer.observe({ namespace, name: 'other' }).kind).to.equal('unknown');
  });

  it('tells what surely does not exist from what it keeps no record of', async () => {
    await post(server(), namespace, 'foreign');
    const [informer] = begin(h, [namespace], new Set());
    await informer.whenSynced(h.signal);
    await current(informer);

    expect(informer.observe({ namespace, name: 'foreign' })).to.deep.equal({ kind: 'unknown' });
    expect(informer.observe({ namespace, name: 'nothing' })).to.deep.equal({ kind: 'absent' });
    expect(informer.observe({ namespace: 'elsewhere', name: 'nothing' })).to.deep.equal({ kind: 'unknown' });
  });

  it('looks up what becomes of interest later, once for all, and follows it then', async () => {
    await post(server(), namespace, 'later');
    const interesting = new Set<string>();
    const [informer, changes] = begin(h, [namespace], interesting);
    await informer.whenSynced(h.signal);
    await current(informer);

    interesting.add('later');
    const key = { namespace, name: 'later' };
    const [first, second] = await Promise.all([informer.lookup(key, h.signal), informer.lookup(key, h.signal)]);

    expect(first?.resourceVersion).to.equal(second?.resourceVersion);
    expect(informer.observe(key).kind).to.equal('known');
    expect(gets()).to.equal(1);
    await expectOk(server().raw({ method: 'DELETE', path: path(namespace, 'later') }));
    await until('the deletion is told', () => changes.includes('-Secret later'));
    expect(informer.observe(key)).to.deep.equal({ kind: 'absent' });
  });

  it('tells of the deletion of something that became of interest after it was made', async () => {
    await post(server(), namespace, 'later');
    const interesting = new Set<string>();
    const [informer, changes] = begin(h, [namespace], interesting);
    await informer.whenSynced(h.signal);
    await current(informer);

    interesting.add('later');
    await expectOk(server().raw({ method: 'DELETE', path: path(namespace, 'later') }));

    await until('the deletion is told', () => changes.includes('-Secret later'));
  });

  it('clears a doubt by looking', async () => {
    const [informer] = begin(h, [namespace], new Set());
    await informer.whenSynced(h.signal);
    await current(informer);
    const key = { namespace, name: 'perhaps' };

    informer.doubt(key);
    expect(informer.observe(key)).to.deep.equal({ kind: 'unknown' });
    expect(await informer.lookup(key, h.signal)).to.equal(undefined);
    expect(informer.observe(key)).to.deep.equal({ kind: 'absent' });
  });
});

describe('MetadataInformer under faults', () => {
  let kube: Kube;
  let server: TestServer;
  let h: Harness;
  beforeEach(async () => {
    ({ kube, server } = await emulatorWithFaults());
    h = harness(server);
  });
  afterEach(async () => {
    await h.close();
    await server.stop();
  });

  it('is sure of nothing while no watch is open', async () => {
    const [informer] = begin(h, 'cluster', new Set());
    await informer.whenSynced(h.signal);
    const key = { namespace: 'default', name: 'nothing' };
    await until('the watch is open', () => informer.observe(key).kind === 'absent');

    await kube.down();

    await until('the break is noticed', () => informer.observe(key).kind === 'unknown');
    await kube.up();
  });

  it('believes an event more than the answer of a look-up that began before it', async () => {
    await post(server, 'default', 'db');
    const [informer] = begin(h, 'cluster', new Set());
    await informer.whenSynced(h.signal);
    const key = { namespace: 'default', name: 'db' };
    await until('the watch is open', () => informer.observe({ ...key, name: 'nothing' }).kind === 'absent');

    const hold = kube.faults.hold({ verb: 'get', name: 'db' });
    const pending = informer.lookup(key, h.signal);
    await hold.arrived;
    const { metadata } = kube.patch('secrets', 'default', 'db', { metadata: { labels: { changed: 'yes' } } });
    await until('the event is seen', () => informer.get(key) !== undefined);
    hold.release();

    expect((await pending)?.resourceVersion).to.equal(metadata.resourceVersion);
  });

  it('never asks for more than metadata', async () => {
    await post(server, 'default', 'db');
    const [informer] = begin(h, 'cluster', new Set(['db']));
    await informer.whenSynced(h.signal);

    expect(JSON.stringify(informer.get({ namespace: 'default', name: 'db' }))).to.not.include('dg==');
  });
});
