import { access } from 'node:fs/promises';
import { dirname } from 'node:path';

import { expect } from 'chai';
import { z } from 'zod';

import {
  type Assets,
  assetsOrSkip,
  type ControlPlane,
  type KubectlResult,
  pinnedTools,
  startControlPlane,
} from './index.ts';

const versions = z.object({
  clientVersion: z.object({ gitVersion: z.string() }),
  serverVersion: z.object({ gitVersion: z.string(), minor: z.string() }),
});

describe('real control plane', function () {
  this.timeout(120_000);
  let assets: Assets;
  let plane: ControlPlane;

  before(async function () {
    assets = await assetsOrSkip(this);
    plane = await startControlPlane({ assets, auditLog: true });
  });

  after(async () => {
    // Unset when the suite was skipped.
    await (plane as ControlPlane | undefined)?.stop();
  });

  it('reports the pinned Kubernetes version to kubectl', async () => {
    const { stdout } = await plane.kubectl(['version', '-o', 'json']);
    const { clientVersion, serverVersion } = versions.parse(JSON.parse(stdout));
    expect(clientVersion.gitVersion).to.equal(serverVersion.gitVersion);
    const { tools } = await pinnedTools();
    const pinned = tools.find(({ name }) => name === 'kube-apiserver')?.version;
    expect(pinned).to.match(/^v1\.\d+\.\d+$/);
    if (assets.source === 'cache') expect(serverVersion.gitVersion).to.equal(pinned);
  });

  it('stores what kubectl creates', async () => {
    const created = await createGreeting(plane, 'stored');
    expect(created).to.deep.equal({ code: 0, stdout: 'configmap/stored created\n', stderr: '' });
    expect(await readGreeting(plane, 'stored')).to.deep.equal({ code: 0, stdout: 'hello', stderr: '' });
  });

  it('gives the failure of kubectl as a result', async () => {
    const { code, stderr } = await plane.kubectl(['get', 'configmap', 'absent']);
    expect({ code, stderr }).to.deep.equal({
      code: 1,
      stderr: 'Error from server (NotFound): configmaps "absent" not found\n',
    });
  });

  it('records each request with its verb, object and user', async () => {
    await createGreeting(plane, 'recorded');
    const events = await plane.auditEvents();
    const ours = events.filter((event) => event.name === 'recorded');
    expect(ours.map(({ verb, resource, user, code }) => ({ verb, resource, user, code }))).to.deep.equal([
      { verb: 'create', resource: 'configmaps', user: 'admin', code: 201 },
    ]);
    expect(ours[0]).to.deep.include({ namespace: 'default', group: '', subresource: undefined });
  });

  it('honours RBAC for the token of a ServiceAccount', async () => {
    await plane.kubectl(['create', 'serviceaccount', 'visitor']);
    const { stdout: token } = await plane.kubectl(['create', 'token', 'visitor']);
    const { code, stderr } = await plane.kubectl(['get', 'secrets', '--token', token.trim()]);
    // The kubeconfig names the admin's token too; the flag wins.
    expect(code).to.equal(1);
    expect(stderr).to.contain('User "system:serviceaccount:default:visitor" cannot list resource "secrets"');
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`keeps its data, address and certificate when the API server is restarted by ${signal}`, async () => {
      const name = `kept-over-${signal.toLowerCase()}`;
      await createGreeting(plane, name);
      const [server, ca, before] = [plane.server, plane.caPem, plane.pids()];
      await plane.restartApiServer(signal);
      expect(plane.pids()).to.not.deep.equal(before);
      expect({ server: plane.server, ca: plane.caPem }).to.deep.equal({ server, ca });
      expect(await readGreeting(plane, name)).to.deep.equal({ code: 0, stdout: 'hello', stderr: '' });
    });
  }

  it('leaves no process and no file when it stops', async () => {
    const another = await startControlPlane({ assets });
    const [pids, folder] = [another.pids(), dirname(another.kubeconfigPath)];
    expect(pids.map(isRunning)).to.deep.equal([true, true]);
    await another.stop();
    expect(pids.map(isRunning)).to.deep.equal([false, false]);
    expect(await access(folder).catch((error: unknown) => error)).to.have.property('code', 'ENOENT');
  });

  it('leaves nothing running when the API server refuses its flags, and says why', async () => {
    const failure: unknown = await startControlPlane({ assets, apiServerFlags: ['--no-such-flag'] }).catch(
      (e: unknown) => e,
    );
    expect(failure).to.be.instanceOf(Error);
    expect(failure)
      .to.have.property('message')
      .that.matches(/kube-apiserver ended with code 1.*unknown flag: --no-such-flag/s);
  });
});

describe('real control plane with its controller manager', function () {
  this.timeout(120_000);
  let plane: ControlPlane;

  before(async function () {
    const assets = await assetsOrSkip(this, ['kube-controller-manager']);
    plane = await startControlPlane({ assets, controllerManager: true });
  });

  after(async () => {
    await (plane as ControlPlane | undefined)?.stop();
  });

  it('collects an object whose owner is deleted', async () => {
    await createGreeting(plane, 'owner');
    const { stdout: uid } = await plane.kubectl(['get', 'configmap', 'owner', '-o', 'jsonpath={.metadata.uid}']);
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }];
    const dependent = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'dependent', ownerReferences } };
    const created = await plane.kubectl(['create', '-f', '-'], { stdin: JSON.stringify(dependent) });
    expect(created.code).to.equal(0);
    await plane.kubectl(['delete', 'configmap', 'owner']);
    const { code, stderr } = await plane.kubectl(['wait', '--for=delete', 'secret/dependent', '--timeout=30s']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
  });
});

/** Creates a ConfigMap in `default` whose `word` is `hello`. */
function createGreeting(plane: ControlPlane, name: string): Promise<KubectlResult> {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { word: 'hello' } };
  return plane.kubectl(['create', '-f', '-'], { stdin: JSON.stringify(manifest) });
}

function readGreeting(plane: ControlPlane, name: string): Promise<KubectlResult> {
  return plane.kubectl(['get', 'configmap', name, '-o', 'jsonpath={.data.word}']);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
