import { expect } from 'chai';
import { eventually } from '../e2e/harness/eventually.ts';
import { NodeScene, RELEASE } from './node-scene.ts';
import { operatorPids, pidOfPod } from './operator-pod.ts';
import { NETWORK } from './sandbox/network.ts';

const LEASE = RELEASE.deployment;

describe('what happens to pods of the operator, on a real node', function () {
  this.timeout(300_000);
  let scene: NodeScene;
  let end = (): Promise<void> => Promise.resolve();
  before(async () => {
    scene = await NodeScene.open();
    end = () => scene.end();
    await scene.install();
    await scene.rolledOut();
  });
  after(() => end());

  const inRelease = (args: readonly string[]): Promise<string> =>
    scene.kubectl([`--namespace=${RELEASE.namespace}`, ...args]);
  /** How many versions the Secret has had since: each is one write by whomever. */
  const version = (): Promise<string> =>
    scene.kubectl(['get', 'secret', 'app', '-o', 'jsonpath={.metadata.resourceVersion}']);

  it('killed in the middle of a sync: started again by kubelet, and the sync is made up for', async () => {
    scene.plant('DB_URL', 'postgres://first');
    await scene.apply('app');
    await scene.ready('app');
    const before = await version();
    const hold = scene.infisical.faults.hold('secrets.list');
    scene.plant('DB_URL', 'postgres://second');
    await scene.forceSync('app');
    await hold.arrived;
    const [pid = 0, ...others] = await operatorPids();
    expect(others).to.deep.equal([]);
    process.kill(pid, 'SIGKILL');
    await eventually('another process', async () => (await operatorPids()).find((each) => each !== pid), {
      withinMs: 60_000,
    });
    expect(await version()).to.equal(before);
    hold.release();
    await scene.holds('app', 'DB_URL', 'postgres://second');
    await scene.ready('app');
    const status = await inRelease([
      'get',
      'pods',
      '-o',
      'jsonpath={.items[*].status.containerStatuses[0].restartCount} {.items[*].status.containerStatuses[0].lastState.terminated.exitCode}',
    ]);
    // 128 and the number of SIGKILL.
    expect(status).to.equal('1 137');
  });

  it('killed as the leader of two: whoever is there when the Lease has run out makes up for the sync', async () => {
    await scene.upgrade(['controllerManager.replicas=2']);
    // The name of the pod, and a word of chance for each process.
    const leader = (): Promise<string> => inRelease(['get', 'lease', LEASE, '-o', 'jsonpath={.spec.holderIdentity}']);
    const first = await leader();
    const pid = await pidOfPod(first.split('_')[0] ?? '');
    const hold = scene.infisical.faults.hold('secrets.list');
    scene.plant('DB_URL', 'postgres://other');
    await scene.forceSync('app');
    await hold.arrived;
    process.kill(pid, 'SIGKILL');
    hold.release();
    await scene.holds('app', 'DB_URL', 'postgres://other');
    expect(await leader()).not.to.equal(first);
    await scene.upgrade(['controllerManager.replicas=1']);
    await eventually('one process', async () => ((await operatorPids()).length === 1 ? true : undefined), {
      withinMs: 60_000,
    });
  });

  it('drained from its node: it gives the Lease back, Secrets stay, and the next pod goes on at once', async () => {
    const before = await version();
    await scene.kubectl(['drain', NETWORK.nodeName, '--ignore-daemonsets', '--force', '--timeout=90s']);
    await eventually('the process to be gone', async () => ((await operatorPids()).length === 0 ? true : undefined), {
      withinMs: 60_000,
    });
    // Nobody: the next one need not wait until it has run out.
    expect(await inRelease(['get', 'lease', LEASE, '-o', 'jsonpath={.spec.holderIdentity}'])).to.equal('');
    scene.plant('DB_URL', 'postgres://third');
    expect(await version()).to.equal(before);
    await scene.kubectl(['uncordon', NETWORK.nodeName]);
    await scene.rolledOut();
    await scene.holds('app', 'DB_URL', 'postgres://third');
    await scene.ready('app');
  });

  it('its node is cut off from Infisical for a while: Ready says so, the Secret stays, and it is well by itself', async () => {
    const before = await version();
    await scene.infisical.down();
    await scene.forceSync('app');
    await scene.kubectl(['wait', '--for=condition=Ready=False', 'infisicalsecret/app', '--timeout=60s']);
    expect(await version()).to.equal(before);
    scene.plant('DB_URL', 'postgres://fourth');
    await scene.infisical.up();
    await scene.holds('app', 'DB_URL', 'postgres://fourth');
    await scene.ready('app');
  });
});
