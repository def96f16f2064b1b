import { expect } from 'chai';
import { z } from 'zod';
import { KubeClient, LeaseElection, loadKubeConfig } from '../../../src/kube/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import type { Kube } from '../../../src/testkit/kube/index.ts';
import { harness } from '../harness.ts';
import { emulatorWithFaults, onServers } from '../on-servers.ts';
import { expectOk, type TestServer } from '../test-server.ts';
import { until } from '../until.ts';

const LEASE = { namespace: 'default', name: 'operator' };

const leaseSchema = z.object({
  spec: z.object({
    holderIdentity: z.string(),
    leaseDurationSeconds: z.number(),
    leaseTransitions: z.number(),
    renewTime: z.string(),
  }),
});

/** A client that knows when it waits for nothing, so that fake time never runs ahead of the network. */
class CountingClient extends KubeClient {
  inFlight = 0;

  override async request(...args: Parameters<KubeClient['request']>): ReturnType<KubeClient['request']> {
    this.inFlight += 1;
    try {
      return await super.request(...args);
    } finally {
      this.inFlight -= 1;
    }
  }
}

interface Candidate {
  readonly election: LeaseElection;
  readonly client: CountingClient;
  /** When on the clock, in order: `elected 0`, `lost 10000`. */
  readonly history: string[];
}

describe('LeaseElection', () => {
  let kube: Kube;
  let server: TestServer;
  let clock: FakeClock;
  let metrics: RecordingMetrics;
  let candidates: Candidate[];

  beforeEach(async () => {
    ({ kube, server } = await emulatorWithFaults());
    clock = new FakeClock();
    metrics = new RecordingMetrics();
    candidates = [];
  });
  afterEach(async () => {
    kube.faults.clear();
    for (const { client } of candidates) await client.close();
    await Promise.all(candidates.map(({ election }) => election.stop()));
    await server.stop();
  });

  const enter = (identity: string): Candidate => {
    const access = loadKubeConfig({ kubeconfig: server.kubeconfigPath });
    const log = new RecordingLog();
    const client = new CountingClient({ access, clock, log, metrics, userAgent: identity });
    const election = new LeaseElection({
      client,
      clock,
      random: new FixedRandom(),
      log,
      metrics,
      lease: LEASE,
      identity,
    });
    const history: string[] = [];
    const note = (what: string) => (): void => {
      history.push(`${what} ${String(clock.monotonic())}`);
    };
    election.start({ elected: note('elected'), lost: note('lost') });
    const candidate = { election, client, history };
    candidates.push(candidate);
    return candidate;
  };
  /** Lets time pass in small steps, each when all answers are in. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      await until('all answers are in', () => candidates.every(({ client }) => client.inFlight === 0));
      await clock.advance(100);
    }
    await until('all answers are in', () => candidates.every(({ client }) => client.inFlight === 0));
  };
  const lease = (): z.infer<typeof leaseSchema>['spec'] =>
    leaseSchema.parse(kube.get('leases.coordination.k8s.io', LEASE.namespace, LEASE.name)).spec;
  const heldBySomebody = (spec: Readonly<Record<string, string | number>>): void => {
    kube.create({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: LEASE, spec });
  };

  it('elects the first, and keeps it for as long as it renews', async () => {
    const first = enter('one');
    await pass(100);
    const second = enter('two');
    await pass(60_000);

    expect(first.history).to.deep.equal(['elected 0']);
    expect(second.history).to.deep.equal([]);
    expect([first.election.leading, second.election.leading]).to.deep.equal([true, false]);
    expect(lease()).to.deep.include({ holderIdentity: 'one', leaseDurationSeconds: 15, leaseTransitions: 0 });
  });

  it('renews with one request every two seconds', async () => {
    enter('one');
    await pass(100);
    kube.calls.reset();
    await pass(20_000);

    expect(kube.calls.count({ verb: 'update', resource: 'leases' })).to.equal(10);
    expect(kube.calls.count({ resource: 'leases' })).to.equal(10);
  });

  it('hands over at once when the leader stops', async () => {
    const first = enter('one');
    await pass(100);
    const second = enter('two');
    await pass(100);

    await first.election.stop();
    expect(lease().holderIdentity).to.equal('');
    await pass(3_300);

    expect(second.history).to.have.length(1);
    expect(first.history).to.deep.equal(['elected 0']);
    expect(lease()).to.deep.include({ holderIdentity: 'two', leaseTransitions: 1 });
  });

  it('tells the loss before anybody else can be elected', async () => {
    const first = enter('one');
    await pass(100);
    const second = enter('two');
    await pass(5_900);
    // From the renewal at 6000 on, the leader does not reach the server any more.
    kube.faults.always({ userAgent: 'one' }, { kind: 'reset' });
    await pass(20_000);

    const [, lost] = first.history;
    const [elected] = second.history;
    const at = (entry: string | undefined): number => Number(entry?.split(' ')[1]);
    expect(lost).to.match(/^lost /);
    expect(elected).to.match(/^elected /);
    expect(at(elected) - at(lost)).to.be.at.least(5_000);
    expect(first.election.leading).to.equal(false);
  });

  it('gives up although a request hangs', async () => {
    const first = enter('one');
    await pass(100);
    kube.faults.always({ userAgent: 'one' }, { kind: 'hang' });
    await clock.advance(2_000);
    await until('a request hangs', () => first.client.inFlight === 1);
    await clock.advance(7_900);

    expect(first.election.leading).to.equal(false);
    expect(first.history).to.deep.equal(['elected 0', 'lost 10000']);
  });

  it('stays the leader when the answer to a renewal was lost', async () => {
    const first = enter('one');
    await pass(100);
    kube.faults.next(1, { verb: 'update', resource: 'leases' }, { kind: 'lost' });
    await pass(30_000);

    expect(first.history).to.deep.equal(['elected 0']);
    expect(first.election.leading).to.equal(true);
  });

  it('gives up as soon as it sees another holder', async () => {
    const first = enter('one');
    await pass(100);
    kube.patch('leases.coordination.k8s.io', LEASE.namespace, LEASE.name, { spec: { holderIdentity: 'two' } });
    await pass(2_000);

    expect(first.history).to.deep.equal(['elected 0', 'lost 2000']);
  });

  for (const { title, renewTime } of [
    { title: 'long ago', renewTime: '1990-01-01T00:00:00.000000Z' },
    { title: 'far ahead', renewTime: '2100-01-01T00:00:00.000000Z' },
  ]) {
    it(`waits for the whole duration by its own clock, with a renewal ${title}`, async () => {
      heldBySomebody({ holderIdentity: 'gone', leaseDurationSeconds: 15, renewTime, leaseTransitions: 3 });
      const candidate = enter('one');
      await pass(14_900);
      expect(candidate.history).to.deep.equal([]);
      await pass(4_000);

      expect(candidate.history).to.have.length(1);
      expect(lease().leaseTransitions).to.equal(4);
    });
  }

  it('respects a longer duration of the holder', async () => {
    heldBySomebody({ holderIdentity: 'slow', leaseDurationSeconds: 60, renewTime: '2026-01-01T00:00:00.000000Z' });
    const candidate = enter('one');
    await pass(59_000);
    expect(candidate.history).to.deep.equal([]);
    await pass(5_000);
    expect(candidate.history).to.have.length(1);
  });

  it('lets only one of two win when both try at once', async () => {
    const both = [enter('one'), enter('two')];
    await pass(10_000);

    expect(both.filter(({ election }) => election.leading)).to.have.length(1);
    expect(both.flatMap(({ history }) => history)).to.have.length(1);
  });

  it('leaves no timer behind', async () => {
    const first = enter('one');
    await pass(100);
    await first.election.stop();

    expect(clock.timers).to.equal(0);
  });
});

onServers('LeaseElection', (server) => {
  it('elects one, and the other when the first stops', async function () {
    this.timeout(30_000);
    const h = harness(server());
    const namespace = await server().namespace();
    const lease = { namespace, name: 'operator' };
    const first = new LeaseElection({ ...h, lease, identity: 'one' });
    const second = new LeaseElection({ ...h, lease, identity: 'two' });
    h.onClose(() => Promise.all([first.stop(), second.stop()]).then(() => undefined));
    const ignore = (): void => undefined;

    first.start({ elected: ignore, lost: ignore });
    await until('the first leads', () => first.leading);
    second.start({ elected: ignore, lost: ignore });
    await first.stop();
    await until('the second leads', () => second.leading);

    const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/operator`;
    const { spec } = leaseSchema.parse(await expectOk(server().raw({ method: 'GET', path })));
    expect(spec).to.deep.include({ holderIdentity: 'two', leaseTransitions: 1 });
    await h.close();
  });
});
