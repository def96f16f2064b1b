import { expect } from 'chai';
import type { ResourceChange } from '#kernel';
import { CustomResourceInformer, type Scope } from '../../../src/kube/index.ts';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';
import type { Kube } from '../../../src/testkit/kube/index.ts';
import { harness, type Harness } from '../harness.ts';
import { emulatorWithFaults, onServers } from '../on-servers.ts';
import { rejection } from '../rejection.ts';
import { expectOk, type TestServer } from '../test-server.ts';
import { aWidget, widgetPath, WIDGETS } from '../widgets.ts';
import { until } from '../until.ts';

/** `+a` made, `~a` changed, `-a` gone. */
const describeChange = ({ previous, next }: ResourceChange): string => {
  const name = (next ?? previous)?.metadata.name ?? '';
  return `${next === undefined ? '-' : previous === undefined ? '+' : '~'}${name}`;
};

const begin = (h: Harness, scope: Scope): { informer: CustomResourceInformer; changes: string[] } => {
  const informer = new CustomResourceInformer(h, WIDGETS, scope);
  const changes: string[] = [];
  informer.subscribe((change) => changes.push(describeChange(change)));
  h.onClose(() => informer.stop());
  informer.start();
  return { informer, changes };
};

const post = (server: TestServer, namespace: string, name: string): Promise<unknown> =>
  expectOk(server.raw({ method: 'POST', path: widgetPath(namespace), body: aWidget(namespace, name) }));

onServers('CustomResourceInformer', (server) => {
  let h: Harness;
  let namespace: string;
  beforeEach(async () => {
    h = harness(server());
    namespace = await server().namespace();
  });
  afterEach(() => h.close());

  it('lists what is there, then tells of each change', async () => {
    await post(server(), namespace, 'a');
    const { informer, changes } = begin(h, [namespace]);
    await informer.whenSynced(h.signal);
    expect(changes).to.deep.equal(['+a']);

    await post(server(), namespace, 'b');
    const resize = { spec: { size: 2 } };
    const contentType = 'application/merge-patch+json';
    await expectOk(server().raw({ method: 'PATCH', path: widgetPath(namespace, 'a'), body: resize, contentType }));
    await expectOk(server().raw({ method: 'DELETE', path: widgetPath(namespace, 'b') }));

    await until('all is told', () => changes.length === 4);
    expect(changes).to.deep.equal(['+a', '+b', '~a', '-b']);
    expect(informer.get({ namespace, name: 'a' })).to.have.nested.property('spec.size', 2);
    expect(informer.list()).to.have.length(1);
  });

  it('projects objects at the door', async () => {
    await post(server(), namespace, 'a');
    const { informer } = begin(h, [namespace]);
    await informer.whenSynced(h.signal);

    const metadata = informer.get({ namespace, name: 'a' })?.metadata;
    expect(metadata).to.have.all.keys(
      'namespace',
      'name',
      'uid',
      'resourceVersion',
      'generation',
      'labels',
      'annotations',
      'finalizers',
      'deleting',
    );
    expect(metadata).to.deep.include({ generation: 1, labels: {}, finalizers: [], deleting: false });
  });

  it('follows several namespaces, and no other', async () => {
    const second = await server().namespace();
    const third = await server().namespace();
    const { informer, changes } = begin(h, [namespace, second, namespace]);
    await informer.whenSynced(h.signal);

    await post(server(), third, 'c');
    await post(server(), namespace, 'a');
    await post(server(), second, 'b');

    await until('both are told', () => changes.length === 2);
    expect([...changes].sort()).to.deep.equal(['+a', '+b']);
  });

  it('comes back after the server was restarted, without telling anything twice', async () => {
    await post(server(), namespace, 'a');
    const { informer, changes } = begin(h, [namespace]);
    await informer.whenSynced(h.signal);

    await server().restart();
    await post(server(), namespace, 'b');

    await until('the new one is told', () => changes.includes('+b'));
    expect(changes.filter((change) => change === '+a')).to.have.length(1);
    expect(informer.get({ namespace, name: 'a' })).to.not.equal(undefined);
  });

  it('stops while it waits for its first list', async () => {
    const informer = new CustomResourceInformer(h, { ...WIDGETS, plural: 'gadgets' }, [namespace]);
    const waiting = rejection(informer.whenSynced(h.signal));
    informer.start();
    await until('it was refused', () => h.log.lines.some(({ level }) => level === 'warn'));

    await informer.stop();

    expect((await waiting).message).to.equal('the informer was stopped before it had synced');
    expect(informer.synced).to.equal(false);
  });
});

describe('CustomResourceInformer under faults', () => {
  let kube: Kube;
  let server: TestServer;
  let clock: FakeClock;
  let h: Harness;
  let informer: CustomResourceInformer;
  let changes: string[];

  beforeEach(async () => {
    ({ kube, server } = await emulatorWithFaults());
    clock = new FakeClock();
    h = harness(server, { clock });
    await post(server, 'default', 'a');
  });
  afterEach(async () => {
    await h.close();
    await server.stop();
  });

  const sync = async (): Promise<void> => {
    ({ informer, changes } = begin(h, 'cluster'));
    await informer.whenSynced(h.signal);
    await watching();
  };
  const watching = (): Promise<void> =>
    until('a watch is open', () => kube.watches.list({ resource: 'widgets' }).length === 1);
  const restarts = (cause: string): number =>
    h.metrics.value('kubernetes_watch_restarts_total', { resource: 'widgets', cause });

  it('goes on where a watch ended well, at once', async () => {
    await sync();
    kube.watches.bookmark();
    await until('the bookmark is read', () => kube.watches.bookmark() === 1);
    kube.watches.end();
    await until('the end is counted', () => restarts('closed') === 1);
    await watching();

    await post(server, 'default', 'b');
    await until('the change is told', () => changes.length === 2);

    expect(kube.calls.count({ verb: 'list', resource: 'widgets' })).to.equal(1);
  });

  for (const { title, fault } of [
    { title: 'breaks', fault: () => kube.watches.cut() },
    { title: 'sends nonsense', fault: () => kube.watches.garble() },
  ]) {
    it(`waits a moment after a watch that ${title}, and misses nothing`, async () => {
      await sync();
      fault();
      await until('the failure is counted', () => restarts('failed') === 1);
      await post(server, 'default', 'b');
      expect(changes).to.deep.equal(['+a']);

      await clock.advance(1_000);
      await until('the change is told', () => changes.length === 2);
      expect(kube.calls.count({ verb: 'list', resource: 'widgets' })).to.equal(1);
    });
  }

  it('lists again when its version has expired, and finds what was deleted meanwhile', async () => {
    await post(server, 'default', 'b');
    await sync();
    const away = kube.faults.hold({ verb: 'watch', resource: 'widgets' });
    kube.watches.cut();
    await until('the break is counted', () => restarts('failed') === 1);
    await clock.advance(1_000);
    await away.arrived;
    kube.delete('widgets.test.example', 'default', 'a');
    kube.delete('widgets.test.example', 'default', 'b');
    await post(server, 'default', 'b');
    kube.compact();
    away.release();
    await until('all is told', () => changes.length === 5);
    expect(restarts('expired')).to.equal(1);
    expect(changes.slice(0, 2).sort()).to.deep.equal(['+a', '+b']);
    // The one of the same name is another object: both its end and its beginning are news.
    expect(changes.slice(2).sort()).to.deep.equal(['+b', '-a', '-b']);
  });

  it('replaces a watch that has fallen silent', async () => {
    await sync();
    kube.watches.silence();
    await post(server, 'default', 'b');

    await clock.advance(95_000);
    await until('the silence is counted', () => restarts('silent') === 1);
    await clock.advance(1_000);

    await until('the change is told', () => changes.length === 2);
  });

  it('says once that the resource is not served yet, and waits for it', async () => {
    const stop = kube.faults.always({ verb: 'list', resource: 'widgets' }, { kind: 'status', code: 404 });
    ({ informer, changes } = begin(h, 'cluster'));
    for (const tries of [1, 2, 3]) {
      await until('a list is refused', () => restarts('list-not-found') === tries);
      await clock.advance(30_000);
    }
    stop();
    await clock.advance(30_000);
    await informer.whenSynced(h.signal);

    expect(h.log.lines.filter(({ level }) => level === 'warn')).to.have.length(1);
    expect(changes).to.deep.equal(['+a']);
  });

  it('reads long lists page by page', async () => {
    for (let index = 0; index < 501; index += 1) {
      const name = `w${String(index)}`;
      kube.create({ apiVersion: 'test.example/v1', kind: 'Widget', metadata: { namespace: 'default', name } });
    }
    await sync();

    expect(informer.list()).to.have.length(502);
    expect(kube.calls.count({ verb: 'list', resource: 'widgets' })).to.equal(2);
  });

  it('is harmed by no handler that throws', async () => {
    informer = new CustomResourceInformer(h, WIDGETS, 'cluster');
    changes = [];
    informer.subscribe(() => {
      throw new Error('a fault of the handler');
    });
    informer.subscribe((change) => changes.push(describeChange(change)));
    h.onClose(() => informer.stop());
    informer.start();
    await informer.whenSynced(h.signal);

    expect(changes).to.deep.equal(['+a']);
    expect(h.log.lines.some(({ level }) => level === 'error')).to.equal(true);
  });

  it('leaves no timer behind', async () => {
    await sync();
    await informer.stop();

    expect(clock.timers).to.equal(0);
    await until('the server has noticed', () => kube.watches.list().length === 0);
  });
});
