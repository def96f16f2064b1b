import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { renderDeploy } from '../../scripts/generate-deploy.ts';
import { assetsOrSkip, startControlPlane, type ControlPlane } from '../cluster/index.ts';

describe('deploy/*.yaml', function () {
  this.timeout(60_000);

  it('is what the chart gives', async function () {
    await assetsOrSkip(this, ['helm']);
    const rendered = await renderDeploy();
    expect([...(rendered ?? [])]).to.have.length(3);
    for (const [path, content] of rendered ?? []) {
      expect(await readFile(path, 'utf8'), `${path}: run "npm run generate"`).to.equal(content);
    }
  });
});

describe('deploy/*.yaml, on a real API server', function () {
  this.timeout(120_000);
  let plane: ControlPlane;
  let end = (): Promise<void> => Promise.resolve();
  before(async function () {
    plane = await startControlPlane({ assets: await assetsOrSkip(this) });
    end = () => plane.stop();
  });
  after(() => end());

  async function kubectl(args: readonly string[], stdin = ''): Promise<string> {
    const { code, stdout, stderr } = await plane.kubectl(args, { stdin });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }
  const apply = (manifests: string): Promise<string> =>
    kubectl(['apply', '--server-side', '--validate=strict', '-f', '-'], manifests);

  it('install.yaml: everything in one go, and again without a change', async () => {
    const manifests = await readFile('deploy/install.yaml', 'utf8');
    const said = await apply(manifests);
    expect(said).to.match(/^namespace\/infisical-operator-system serverside-applied$/m);
    expect(said).to.match(/^deployment.apps\/infisical-operator serverside-applied$/m);
    const versions = ['get', 'deployments,clusterroles,crds', '-A', '-l', 'app.kubernetes.io/name=secrets-operator'];
    const columns = ['-o', 'custom-columns=NAME:.metadata.name,GENERATION:.metadata.generation'];
    const before = await kubectl([...versions, ...columns]);
    await apply(manifests);
    expect(await kubectl([...versions, ...columns])).to.equal(before);
  });

  it('install-namespaced.yaml: for a namespace of any name, without a word on the rest of the cluster', async () => {
    await apply(await readFile('deploy/crds.yaml', 'utf8'));
    await kubectl(['create', 'namespace', 'team-a']);
    const manifests = await readFile('deploy/install-namespaced.yaml', 'utf8');
    const said = await apply(manifests.replaceAll('infisical-operator-system', 'team-a'));
    expect(said).not.to.match(/clusterrole|customresourcedefinition|namespace\//);
    const user = '--as=system:serviceaccount:team-a:infisical-operator';
    const can = async (...what: string[]): Promise<string> =>
      (await plane.kubectl(['auth', 'can-i', ...what, user])).stdout.trim();
    expect(await can('list', 'secrets', '--namespace=team-a')).to.equal('yes');
    expect(await can('list', 'secrets', '--namespace=default')).to.equal('no');
    const args = await kubectl(['get', 'deployment', 'infisical-operator', '-n', 'team-a', '-o', 'jsonpath={..args}']);
    expect(args).to.contain('"--namespaces=team-a"');
  });
});
