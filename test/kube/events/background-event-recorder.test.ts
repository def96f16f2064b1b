import { expect } from 'chai';
import { z } from 'zod';
import type { ResourceEvent, ResourceIdentity } from '#kernel';
import { BackgroundEventRecorder } from '../../../src/kube/index.ts';
import { FakeClock } from '../../../src/testkit/fakes/index.ts';
import type { Kube } from '../../../src/testkit/kube/index.ts';
import { harness, type Harness } from '../harness.ts';
import { emulatorWithFaults, onServers } from '../on-servers.ts';
import { expectOk, type TestServer } from '../test-server.ts';
import { WIDGETS } from '../widgets.ts';
import { until } from '../until.ts';

const SOURCE = { component: 'infisical-operator', instance: 'pod-1' };

const eventSchema = z.object({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  involvedObject: z.object({ kind: z.string(), name: z.string(), uid: z.string(), apiVersion: z.string() }),
  source: z.object({ component: z.string() }),
});
type Stored = z.infer<typeof eventSchema>;

const eventsIn = async (server: TestServer, namespace: string): Promise<Stored[]> => {
  const body = await expectOk(server.raw({ method: 'GET', path: `/api/v1/namespaces/${namespace}/events` }));
  return z.object({ items: z.array(eventSchema) }).parse(body).items;
};

const about = (namespace: string, name = 'a'): ResourceIdentity => ({
  type: WIDGETS,
  namespace,
  name,
  uid: `uid-${name}`,
});
const warning = (message: string): ResourceEvent => ({ type: 'Warning', reason: 'AccessDenied', message });
const normal = (message: string): ResourceEvent => ({ type: 'Normal', reason: 'Synced', message });

onServers('BackgroundEventRecorder', (server) => {
  let h: Harness;
  let recorder: BackgroundEventRecorder;
  let namespace: string;
  beforeEach(async () => {
    h = harness(server());
    recorder = new BackgroundEventRecorder({ ...h, source: SOURCE });
    h.onClose(() => recorder.stop());
    namespace = await server().namespace();
  });
  afterEach(() => h.close());

  it('writes an Event about the resource', async () => {
    recorder.record(about(namespace), warning('no access'));
    await recorder.flush(5_000);

    expect(await eventsIn(server(), namespace)).to.deep.equal([
      {
        type: 'Warning',
        reason: 'AccessDenied',
        message: 'no access',
        count: 1,
        involvedObject: { kind: 'Widget', name: 'a', uid: 'uid-a', apiVersion: 'test.example/v1' },
        source: { component: 'infisical-operator' },
      },
    ]);
  });

  it('counts repetitions instead of writing more', async () => {
    recorder.record(about(namespace), warning('no access'));
    await recorder.flush(5_000);
    recorder.record(about(namespace), warning('no access'));
    recorder.record(about(namespace), warning('no access'));
    recorder.record(about(namespace, 'b'), warning('no access'));
    await recorder.flush(5_000);

    const events = await eventsIn(server(), namespace);
    const counts = events.map(({ involvedObject, count }) => `${involvedObject.name} ${String(count)}`);
    expect(counts.sort()).to.deep.equal(['a 3', 'b 1']);
  });

  it('cuts long messages between characters, and long names', async () => {
    recorder.record(about(namespace, 'n'.repeat(253)), warning('ü'.repeat(600)));
    await recorder.flush(5_000);

    const [event] = await eventsIn(server(), namespace);
    expect(event?.message).to.equal(`${'ü'.repeat(510)}…`);
  });
});

describe('BackgroundEventRecorder under pressure', () => {
  let kube: Kube;
  let server: TestServer;
  let clock: FakeClock;
  let h: Harness;
  let recorder: BackgroundEventRecorder;
  beforeEach(async () => {
    ({ kube, server } = await emulatorWithFaults());
    clock = new FakeClock();
    h = harness(server, { clock });
    recorder = new BackgroundEventRecorder({ ...h, source: SOURCE });
  });
  afterEach(async () => {
    await recorder.stop();
    await h.close();
    await server.stop();
  });

  const messages = async (): Promise<string[]> => (await eventsIn(server, 'default')).map(({ message }) => message);
  const created = (): number => kube.calls.count({ verb: 'create', resource: 'events' });
  const dropped = (cause: string): number => h.metrics.value('events_dropped_total', { cause });

  it('sends a burst of 20, then 20 per second, warnings first', async () => {
    for (let index = 0; index < 30; index += 1) recorder.record(about('default', `n${String(index)}`), normal('fine'));
    recorder.record(about('default'), warning('bad'));
    await until('the burst is sent', () => created() === 20 && clock.timers === 1);
    expect(await messages()).to.include('bad');

    await clock.advance(100);
    await until('two more are sent', () => created() === 22);
  });

  it('drops the oldest of what matters least when too much waits', async () => {
    const hold = kube.faults.hold({ verb: 'create', resource: 'events' });
    recorder.record(about('default', 'first'), normal('on its way'));
    await hold.arrived;
    recorder.record(about('default'), warning('bad'));
    for (let index = 0; index < 1_001; index += 1)
      recorder.record(about('default', `n${String(index)}`), normal('fine'));

    expect(dropped('full')).to.equal(2);
    hold.release();
    await until('the warning is sent', async () => (await messages()).includes('bad'));
  });

  it('begins a new series ten minutes after the last one', async () => {
    recorder.record(about('default'), warning('bad'));
    await until('it is sent', () => created() === 1);
    await clock.advance(600_001);
    recorder.record(about('default'), warning('bad'));

    await until('another is sent', () => created() === 2);
  });

  it('writes it anew when it is gone from the cluster', async () => {
    recorder.record(about('default'), warning('bad'));
    await until('it is sent', () => created() === 1);
    for (const { metadata } of kube.list('events', 'default')) kube.delete('events', 'default', metadata.name ?? '');
    recorder.record(about('default'), warning('bad'));

    await until('it is sent again', () => created() === 2);
    expect((await eventsIn(server, 'default'))[0]?.count).to.equal(2);
  });

  it('tries again after a failure that passes', async () => {
    kube.faults.next(1, { verb: 'create', resource: 'events' }, { kind: 'status', code: 503 });
    recorder.record(about('default'), warning('bad'));
    await until('it waits', () => created() === 1 && clock.timers === 1);

    await clock.advance(2_000);
    await until('it is there', async () => (await messages()).length === 1);
    expect(dropped('refused')).to.equal(0);
  });

  it('gives up what is forbidden, and goes on', async () => {
    kube.faults.next(1, { verb: 'create', resource: 'events' }, { kind: 'status', code: 403 });
    recorder.record(about('default', 'x'), warning('forbidden'));
    recorder.record(about('default', 'y'), warning('allowed'));

    await until('the other is there', async () => (await messages()).length === 1);
    expect(dropped('refused')).to.equal(1);
  });

  it('waits no longer than it is told when flushed, and leaves no timer', async () => {
    const hold = kube.faults.hold({ verb: 'create', resource: 'events' });
    recorder.record(about('default'), warning('bad'));
    await hold.arrived;

    const flushed = recorder.flush(1_000);
    await clock.advance(1_000);
    await flushed;
    await recorder.stop();
    recorder.record(about('default', 'late'), warning('nobody hears it'));

    expect(clock.timers).to.equal(0);
    hold.release();
  });
});
