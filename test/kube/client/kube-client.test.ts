import { expect } from 'chai';
import { KubeClient, type ClusterAccess } from '../../../src/kube/index.ts';
import { CORE_TYPES, type KubeRequest } from '../../../src/kube/client/index.ts';
import { FakeClock, RecordingLog, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import type { Fault, Kube } from '../../../src/testkit/kube/index.ts';
import { emulatorWithFaults } from '../on-servers.ts';
import { rejection } from '../rejection.ts';
import type { TestServer } from '../test-server.ts';
import { until } from '../until.ts';

const GET: KubeRequest = {
  verb: 'get',
  target: { type: CORE_TYPES.ConfigMap, namespace: 'default', name: 'settings' },
};

describe('KubeClient', () => {
  let kube: Kube;
  let server: TestServer;
  let clock: FakeClock;
  let metrics: RecordingMetrics;
  let reads: boolean[];
  let client: KubeClient;
  const { signal } = new AbortController();

  beforeEach(async () => {
    ({ kube, server } = await emulatorWithFaults());
    kube.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name: 'settings' } });
    clock = new FakeClock();
    metrics = new RecordingMetrics();
    reads = [];
    const access: ClusterAccess = {
      server: new URL(kube.url),
      proxyUrl: undefined,
      namespace: 'default',
      credentials: (fresh) => {
        reads.push(fresh);
        return Promise.resolve({ headers: { Authorization: `Bearer t${reads.length}` }, tls: {} });
      },
    };
    client = new KubeClient({ access, clock, log: new RecordingLog(), metrics, userAgent: 'tests/1' });
  });
  afterEach(async () => {
    await client.close();
    await server.stop();
  });

  const counted = (code: string): number =>
    metrics.value('kubernetes_requests_total', { verb: 'get', resource: 'configmaps', code });

  it('answers with the parsed body, and counts the request', async () => {
    const answer = await client.request(GET, signal);

    expect(answer).to.have.nested.property('body.metadata.name', 'settings');
    expect(counted('200')).to.equal(1);
    expect(kube.calls.list({ verb: 'get' })[0]).to.have.property('userAgent', 'tests/1');
  });

  it('reads its credentials once a minute', async () => {
    await client.request(GET, signal);
    await client.request(GET, signal);
    expect(reads).to.deep.equal([false]);

    await clock.advance(60_000);
    await client.request(GET, signal);
    expect(reads).to.deep.equal([false, false]);
  });

  it('replaces refused credentials once, for all who were refused', async () => {
    kube.faults.next(2, { verb: 'get' }, { kind: 'status', code: 401 });

    const answers = await Promise.all([client.request(GET, signal), client.request(GET, signal)]);

    expect(answers.map(({ kind }) => kind)).to.deep.equal(['ok', 'ok']);
    expect(reads).to.deep.equal([false, true]);
  });

  it('gives up when fresh credentials are refused as well', async () => {
    kube.faults.next(2, { verb: 'get' }, { kind: 'status', code: 401 });

    const error = await rejection(client.request(GET, signal));

    expect(error).to.include({ reason: 'KubernetesForbidden', disposition: 'terminal' });
    expect(counted('401')).to.equal(2);
  });

  const failures: readonly { readonly fault: Fault; readonly code: string; readonly says: string }[] = [
    { fault: { kind: 'reset' }, code: 'error', says: 'could not be reached' },
    { fault: { kind: 'lost' }, code: 'error', says: 'could not be reached' },
    { fault: { kind: 'malformed', body: '<html>' }, code: '200', says: 'something that is not JSON' },
    { fault: { kind: 'status', code: 503 }, code: '503', says: 'answered 503' },
  ];
  for (const { fault, code, says } of failures) {
    it(`calls it unavailable when the answer is ${fault.kind === 'status' ? code : fault.kind}`, async () => {
      kube.faults.next(1, { verb: 'get' }, fault);

      const error = await rejection(client.request(GET, signal));

      expect(error).to.include({ reason: 'KubernetesUnavailable', disposition: 'retryable' });
      expect(error.message).to.include(says);
      expect(counted(code)).to.equal(1);
    });
  }

  it('gives up waiting after its timeout', async () => {
    kube.faults.next(1, { verb: 'get' }, { kind: 'hang' });
    const pending = rejection(client.request({ ...GET, timeoutMs: 3_000 }, signal));
    await until('the request waits', () => clock.timers === 1);

    await clock.advance(3_000);

    const error = await pending;
    expect(error).to.include({ reason: 'KubernetesUnavailable' });
    expect(error.message).to.include('did not answer within 3 s');
    expect(counted('timeout')).to.equal(1);
    expect(clock.timers).to.equal(0);
  });

  it('rejects with the reason of whoever aborts it', async () => {
    const hold = kube.faults.hold({ verb: 'get' });
    const controller = new AbortController();
    const reason = new Error('the pass was stopped');
    const pending = rejection(client.request(GET, controller.signal));
    await hold.arrived;

    controller.abort(reason);

    expect(await pending).to.equal(reason);
    expect(counted('aborted')).to.equal(1);
    expect(clock.timers).to.equal(0);
    hold.release();
  });

  it('does not wait for credentials for ever', async () => {
    const stuck = new KubeClient({
      access: {
        server: new URL(kube.url),
        proxyUrl: undefined,
        namespace: 'default',
        credentials: () => new Promise(() => undefined),
      },
      clock,
      log: new RecordingLog(),
      metrics,
      userAgent: 'tests/1',
    });
    const pending = rejection(stuck.request(GET, signal));
    await clock.advance(15_000);

    expect(await pending).to.include({ reason: 'KubernetesUnavailable' });
    await stuck.close();
  });

  it('tells nothing of a failed login but its kind', async () => {
    const failing = new KubeClient({
      access: {
        server: new URL(kube.url),
        proxyUrl: undefined,
        namespace: 'default',
        credentials: () => Promise.reject(new SyntaxError('Unexpected token in "token-canary"')),
      },
      clock,
      log: new RecordingLog(),
      metrics,
      userAgent: 'tests/1',
    });

    const error = await rejection(failing.request(GET, signal));

    expect(error).to.include({ reason: 'KubernetesUnavailable' });
    expect(error.message).to.include('SyntaxError').and.not.include('canary');
    expect(error.cause).to.equal(undefined);
    await failing.close();
  });
});
