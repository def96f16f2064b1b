import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startInfisical, type Infisical } from '../../src/testkit/infisical/index.ts';
import { anInfisicalSecret, universalAuth } from '../builders/infisical-secret.ts';
import { assetsOrSkip, startControlPlane, type ControlPlane, type KubectlOptions } from '../cluster/index.ts';
import { startOperatorProcess, type OperatorProcess } from '../e2e/harness/operator-process.ts';
import { runOf } from './deployment-flags.ts';
import { CHART, Helm, setting } from './helm.ts';

describe('the chart, on a real API server', function () {
  this.timeout(120_000);
  let plane: ControlPlane;
  let helm: Helm;
  let infisical: Infisical;
  /** What has been started, to be ended in the other order. */
  const started: (() => Promise<unknown>)[] = [];
  const processes: OperatorProcess[] = [];

  before(async function () {
    const assets = await assetsOrSkip(this, ['helm', 'kube-controller-manager']);
    plane = await startControlPlane({ assets, controllerManager: true });
    started.push(() => plane.stop());
    helm = await Helm.open(assets.binaries.helm ?? '', plane.kubeconfigPath);
    started.push(() => helm.close());
    infisical = await startInfisical({ era: '26' });
    started.push(() => infisical.stop());
    infisical.project({ slug: 'shop', environments: ['dev'] });
    infisical.identity({ name: 'op', universal: { clientId: 'id', clientSecret: 'secret' }, projects: ['shop'] });
    infisical.secret('shop', 'dev', '/', 'DB_URL', 'postgres://db');
  });
  const stopAll = (): Promise<unknown> => Promise.all(processes.splice(0).map((process) => process.kill()));
  afterEach(stopAll);
  after(async () => {
    for (const end of started.reverse()) await end();
  });

  async function kubectl(args: readonly string[], options: KubectlOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await plane.kubectl(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Runs the operator as the Deployment would: its arguments, and the token of its ServiceAccount. There are no nodes. */
  async function runDeployment(namespace: string, name: string): Promise<OperatorProcess> {
    const { serviceAccount, flags } = runOf(JSON.parse(await kubectl(['get', 'deployment', name, '-n', namespace, '-o', 'json'])));
    const token = (await kubectl(['create', 'token', serviceAccount, '-n', namespace])).trim();
    const kubeconfigPath = join(plane.kubeconfigPath, '..', `${namespace}-${name}`);
    await writeFile(kubeconfigPath, plane.kubeconfigFor(token), { mode: 0o600 });
    const seat = { kubeconfigPath, calls: () => Promise.resolve([]) };
    const process = await startOperatorProcess(seat, { ...flags, listenPort: '0' });
    processes.push(process);
    return process;
  }

  async function syncs(namespace: string, creationPolicy: 'Owner' | 'Orphan'): Promise<void> {
    await kubectl(['create', 'secret', 'generic', 'credentials', '-n', namespace, '--from-literal=clientId=id', '--from-literal=clientSecret=secret']);
    const manifest = anInfisicalSecret({
      namespace,
      name: 'app',
      hostAPI: infisical.url,
      authentication: universalAuth('credentials', { projectSlug: 'shop', envSlug: 'dev', secretsPath: '/' }),
      targets: [{ secretName: 'managed', creationPolicy }],
    });
    await kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(manifest) });
    await kubectl(['wait', '--for=condition=Ready', 'infisicalsecret/app', '-n', namespace, '--timeout=20s']);
  }

  it('installs, works with its own rights, is upgraded and rolled back, and leaves Secrets and definitions behind', async () => {
    await kubectl(['create', 'namespace', 'shop']);
    const said = await helm.must(['install', 'rel', CHART, '-n', 'ops', '--create-namespace']);
    expect(said).to.contain('kubectl -n ops rollout status deployment/rel-secrets-operator');
    await kubectl(['wait', '--for=condition=Established', 'crd/infisicalsecrets.secrets.infisical.com', '--timeout=20s']);
    await runDeployment('ops', 'rel-secrets-operator');
    await syncs('shop', 'Owner');

    await stopAll();
    // A killed operator cannot give its Lease back; the next one would wait until it has run out.
    await kubectl(['delete', 'lease', 'rel-secrets-operator', '-n', 'ops']);
    await helm.must(['upgrade', 'rel', CHART, '-n', 'ops', ...setting(['plugins.reload.enabled=false', 'resyncSeconds=30'])]);
    await runDeployment('ops', 'rel-secrets-operator');
    await helm.must(['rollback', 'rel', '1', '-n', 'ops']);
    await stopAll();
    await helm.must(['uninstall', 'rel', '-n', 'ops']);
    await kubectl(['get', 'crd', 'infisicalsecrets.secrets.infisical.com']);
    expect(await kubectl(['get', 'secret', 'managed', '-n', 'shop', '-o', 'jsonpath={.data.DB_URL}'])).to.equal(
      Buffer.from('postgres://db').toString('base64'),
    );
    // A release of the same name takes over what stayed behind.
    await helm.must(['install', 'rel', CHART, '-n', 'ops']);
    await helm.must(['uninstall', 'rel', '-n', 'ops']);
  });

  it('lives twice side by side, each in its own namespace, without a ClusterRole', async () => {
    await helm.must(['install', 'crds', CHART, '-n', 'first', '--create-namespace', ...setting(['scopedNamespace=first', 'scopedRBAC=true'])]);
    const told = await helm.must(['status', 'crds', '-n', 'first']);
    expect(told).to.contain('belong to release rel of namespace ops');
    const second = ['scopedNamespace=second', 'scopedRBAC=true', 'installCRDs=false'];
    await helm.must(['install', 'two', CHART, '-n', 'second', '--create-namespace', ...setting(second)]);
    expect(await kubectl(['get', 'clusterroles', '-l', 'app.kubernetes.io/name=secrets-operator', '-o', 'name'])).to.equal('');
    await runDeployment('first', 'crds-secrets-operator');
    await runDeployment('second', 'two-secrets-operator');
    await syncs('first', 'Owner');
    await syncs('second', 'Orphan');
    // Neither touches what is the other's.
    const managers = await kubectl(['get', 'secret', 'managed', '-n', 'second', '-o', 'jsonpath={.metadata.annotations}']);
    expect(managers).to.contain('InfisicalSecret/second/app');
    await helm.must(['uninstall', 'two', '-n', 'second']);
    await helm.must(['uninstall', 'crds', '-n', 'first']);
  });
});
