import { expect } from 'chai';
import { z } from 'zod';
import { assetsOrSkip } from '../cluster/index.ts';
import { CHART, Helm, setting, type Rendered } from './helm.ts';

const Rules = z.array(
  z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
);

/** `verb group/resource` of every rule of the roles. */
function rightsIn(objects: readonly Rendered[]): readonly string[] {
  return objects
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap((role) => Rules.parse(role['rules']))
    .flatMap(({ apiGroups, resources, verbs }) =>
      verbs.flatMap((verb) => resources.map((resource) => `${verb} ${apiGroups.join()}/${resource}`)),
    );
}

function kindsIn(objects: readonly Rendered[]): readonly string[] {
  return objects.map(({ kind }) => kind).sort();
}

function argsIn(objects: readonly Rendered[]): readonly string[] {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  const Shape = z.object({
    spec: z.object({ template: z.object({ spec: z.object({ containers: z.array(z.object({ args: z.array(z.string()) })) }) }) }),
  });
  return Shape.parse(deployment).spec.template.spec.containers[0]?.args ?? [];
}

describe('the chart, rendered', function () {
  this.timeout(30_000);
  let helm: Helm;
  let end = (): Promise<void> => Promise.resolve();
  before(async function () {
    const { binaries } = await assetsOrSkip(this, ['helm']);
    helm = await Helm.open(binaries.helm ?? '');
    end = () => helm.close();
  });
  after(() => end());

  it('has nothing that helm lint minds', async () => {
    const said = await helm.must(['lint', '--strict', CHART]);
    expect(said).to.contain('1 chart(s) linted, 0 chart(s) failed');
  });

  it('works in the whole cluster by default', async () => {
    const objects = await helm.template('rel', 'ops', []);
    expect(kindsIn(objects)).to.include.members(['ClusterRole', 'ClusterRoleBinding', 'Deployment', 'ServiceAccount']);
    expect(argsIn(objects).filter((arg) => arg.startsWith('--namespaces'))).to.deep.equal([]);
    const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    expect(definitions.map(({ metadata }) => metadata.name)).to.include('infisicalsecrets.secrets.infisical.com');
    for (const { metadata } of definitions) expect(metadata.annotations).to.include({ 'helm.sh/resource-policy': 'keep' });
  });

  for (const values of [
    ['scopedNamespace=first', 'scopedRBAC=true'],
    ['scopedNamespaces={first,second}', 'scopedRBAC=true', 'installCRDs=false'],
  ]) {
    it(`has no ClusterRole with ${values.join(' ')}`, async () => {
      const objects = await helm.template('rel', 'ops', values);
      const cluster = objects.filter(({ kind }) => kind.startsWith('ClusterRole'));
      expect(cluster).to.deep.equal([]);
      const namespaces = new Set(objects.filter(({ kind }) => kind === 'Role').map(({ metadata }) => metadata.namespace));
      const wanted = values[0]?.includes('{') === true ? ['first', 'second', 'ops'] : ['first', 'ops'];
      expect([...namespaces]).to.have.members(wanted);
      expect(argsIn(objects)).to.include(`--namespaces=${wanted.slice(0, -1).join(',')}`);
    });
  }

  const switches: readonly { readonly value: string; readonly right: string }[] = [
    { value: 'plugins.auth.kubernetesAuth.enabled', right: 'create /serviceaccounts/token' },
    { value: 'plugins.reload.enabled', right: 'patch apps/deployments' },
    { value: 'plugins.reload.deployments', right: 'patch apps/deployments' },
    { value: 'plugins.reload.statefulSets', right: 'watch apps/statefulsets' },
    { value: 'plugins.reload.daemonSets', right: 'watch apps/daemonsets' },
    { value: 'plugins.reload.rollouts', right: 'watch argoproj.io/rollouts' },
    { value: 'plugins.reload.cronJobs', right: 'watch batch/cronjobs' },
    { value: 'plugins.sync.enabled', right: 'patch secrets.infisical.com/infisicalsecrets/status' },
  ];
  for (const { value, right } of switches) {
    it(`grants "${right}" only with ${value}`, async () => {
      const on = await helm.template('rel', 'ops', []);
      const off = await helm.template('rel', 'ops', [`${value}=false`]);
      expect(rightsIn(on)).to.include(right);
      expect(rightsIn(off)).not.to.include(right);
      expect(argsIn(on).some((arg) => arg.startsWith('--disable-plugins'))).to.equal(false);
      expect(argsIn(off).some((arg) => arg.startsWith('--disable-plugins='))).to.equal(true);
    });
  }

  it('brings no definition of a resource that is off', async () => {
    const objects = await helm.template('rel', 'ops', ['plugins.sync.enabled=false', 'plugins.push.enabled=false']);
    expect(kindsIn(objects)).not.to.include('CustomResourceDefinition');
  });

  it('takes the values of the chart of Infisical', async () => {
    const objects = await helm.template('rel', 'ops', [
      'controllerManager.manager.image.repository=registry.example/operator',
      'controllerManager.manager.image.tag=v1',
      'controllerManager.manager.args={--metrics-bind-address=:8443,--leader-elect,--health-probe-bind-address=:8081,--log-level=debug}',
      'controllerManager.kubeRbacProxy.image.tag=v0.15.0',
      'controllerManager.nodeSelector.disk=ssd',
      'imagePullSecrets[0].name=pull',
      'hostAPI=https://infisical.example/api',
      'metricsService.type=NodePort',
      'kubernetesClusterDomain=example.local',
      'telemetry.serviceMonitor.enabled=true',
      'telemetry.serviceMonitor.selectors.release=prometheus',
    ]);
    const args = argsIn(objects);
    expect(args).to.include('--host-api=https://infisical.example/api');
    expect(args.at(-1)).to.equal('--log-level=debug');
    expect(args.filter((arg) => arg.includes('bind-address'))).to.deep.equal([]);
    expect(JSON.stringify(objects.find(({ kind }) => kind === 'Deployment'))).to.contain('"image":"registry.example/operator:v1"');
    expect(objects.find(({ kind }) => kind === 'ServiceMonitor')).to.have.nested.property('metadata.labels.release', 'prometheus');
  });

  const refused: readonly { readonly values: readonly string[]; readonly says: RegExp }[] = [
    { values: ['controllerManager.replicas=many'], says: /replicas/ },
    { values: ['controllerManagr.replicas=2'], says: /controllerManagr/ },
    { values: ['log.level=loud'], says: /level/ },
    { values: ['resyncSeconds=1'], says: /resyncSeconds/ },
    { values: ['scopedRBAC=true'], says: /neither scopedNamespace nor scopedNamespaces names a namespace/ },
    { values: ['plugins.auth.universalAuth=false'], says: /universalAuth/ },
  ];
  for (const { values, says } of refused) {
    it(`refuses ${values.join(' ')}, and names the value`, async () => {
      const { code, stderr } = await helm.run(['template', 'rel', CHART, ...setting(values)]);
      expect(code).not.to.equal(0);
      expect(stderr).to.match(says);
    });
  }

  it('keeps names within their limits, with everything on', async () => {
    const release = 'r'.repeat(53);
    const objects = await helm.template(release, 'n'.repeat(63), [
      'admissionPolicy.enabled=true',
      'networkPolicy.enabled=true',
      'controllerManager.podDisruptionBudget.enabled=true',
      'telemetry.serviceMonitor.enabled=true',
      'telemetry.prometheusRule.enabled=true',
      'telemetry.dashboard.enabled=true',
    ]);
    for (const { kind, metadata } of objects) {
      if (kind === 'CustomResourceDefinition') continue;
      // Objects of the whole cluster have the namespace in their name, and may be longer.
      const most = metadata.namespace === undefined ? 253 : 63;
      expect(metadata.name.length, `${kind} ${metadata.name}`).to.be.at.most(most);
      expect(metadata.name, kind).to.match(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
      const labels = Object.values(z.record(z.string(), z.string()).parse(metadata['labels'] ?? {}));
      for (const label of labels) expect(label.length, label).to.be.at.most(63);
    }
  });
});
