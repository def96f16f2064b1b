import { expect } from 'chai';
import { assetsOrSkip } from '../cluster/index.ts';
import { eventually, withScene, type Scene } from '../e2e/harness/index.ts';
import { ROLLOUT_DEFINITION } from '../e2e/rollout-definition.ts';
import { runOf } from './deployment-flags.ts';
import { CHART, Helm, setting } from './helm.ts';
import { ChartServer } from './rights/chart-server.ts';
import { COMBINATIONS, type Combination } from './rights/combinations.ts';
import { formatRight, grantedRights } from './rights/granted.ts';
import { PullStory } from './rights/pull-story.ts';
import { PushStory } from './rights/push-story.ts';
import { Stage, type Cast } from './rights/stage.ts';
import { usedRights } from './rights/used.ts';

const CONFIG = 'infisical-operator-system';
/** Its settings name a CA bundle. */
const WITH_CA = 'with-ca';

describe('the rights that the chart grants, against the audit log of a real API server', function () {
  this.timeout(90_000);
  let server: ChartServer;
  let helm: Helm;
  const ends: (() => Promise<void>)[] = [];

  before(async function () {
    const assets = await assetsOrSkip(this, ['helm']);
    server = await ChartServer.start(assets);
    ends.push(() => server.stop());
    helm = await Helm.open(assets.binaries.helm ?? '', server.kubeconfigPath);
    ends.push(() => helm.close());
    // The definitions stay for all that follow.
    await helm.must(['install', 'definitions', CHART, '-n', CONFIG, '--create-namespace', ...setting(['controllerManager.replicas=0'])]);
    await server.api.apply('customresourcedefinitions', ROLLOUT_DEFINITION);
    const { code, stderr } = await server.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    expect(code, stderr).to.equal(0);
    await server.api.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: WITH_CA } });
    const bundle = { 'tls.caRef.secretName': 'ca', 'tls.caRef.key': 'ca.crt' };
    for (const [namespace, data] of [[CONFIG, {}], [WITH_CA, bundle]] as const) {
      const metadata = { namespace, name: 'infisical-config' };
      await server.api.create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...{ data } });
    }
    const metadata = { namespace: WITH_CA, name: 'ca' };
    const stringData = { 'ca.crt': server.caPem };
    await server.api.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata, ...{ stringData } });
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  for (const [index, combination] of COMBINATIONS.entries()) {
    it(`are those that are used: ${combination.title}`, () =>
      withScene(server, { operator: false }, async (scene) => {
        const { granted, used } = await compare(scene, combination, `rights-${index}`);
        expect(used).to.deep.equal(granted);
      }));
  }

  /** Installs the chart that way and tells the story; gives what was granted and what was used. */
  async function compare(scene: Scene, combination: Combination, release: string): Promise<{ granted: readonly string[]; used: readonly string[] }> {
    const other = await scene.createNamespace();
    const { namespaces, scopedRBAC = false, crossNamespace = 'Allow', values = [] } = combination;
    const scope = [scene.namespace, other].slice(0, namespaces);
    const own = `${release}-operator`;
    await helm.must([
      'install', release, CHART, '-n', own, '--create-namespace',
      ...setting([
        'installCRDs=false',
        `crossNamespace=${crossNamespace}`,
        `scopedRBAC=${scopedRBAC}`,
        ...scope.map((namespace, index) => `scopedNamespaces[${index}]=${namespace}`),
        ...values,
      ]),
    ]);
    const objects = await helm.manifest(release, own);
    if (scopedRBAC) {
      expect(objects.filter(({ metadata }) => metadata.namespace === undefined), 'objects of the whole cluster').to.deep.equal([]);
    }
    const { serviceAccount, flags } = runOf(objects.find(({ kind }) => kind === 'Deployment'));
    const user = await server.logIn(scene.seat, own, serviceAccount);
    const off = (flags['disabledPlugins'] ?? '').split(',');
    const reaches = !(scopedRBAC && namespaces === 1) && crossNamespace !== 'Deny';
    const stage = new Stage(scene);
    for (const namespace of [scene.namespace, other]) await stage.furnish(namespace);
    const stories = (scopedRBAC ? scope : [scene.namespace]).flatMap((namespace) => {
      const cast: Cast = {
        has: (plugin) => !off.includes(plugin),
        hasClusterRole: !scopedRBAC,
        other: reaches ? (namespace === other ? scene.namespace : other) : undefined,
      };
      return [
        ...(cast.has('sync.infisical-secret') ? [new PullStory(stage, namespace, cast)] : []),
        ...(cast.has('push.infisical-push-secret') ? [new PushStory(stage, namespace, cast)] : []),
      ];
    });
    if (crossNamespace === 'Grant') {
      const metadata = { annotations: { 'secrets.infisical.com/allow-from': '*' } };
      for (const namespace of [scene.namespace, other]) await server.api.patch('namespaces', '', namespace, { metadata });
    }
    for (const story of stories) await story.begin();
    scene.plant('DB_URL');
    const operator = await scene.startOperator({ ...flags, listenPort: '0', allowHttp: 'true' });
    for (const story of stories) await story.run();
    await operator.stop();
    const rights = grantedRights(objects);
    const granted = rights.map(formatRight).sort();
    // The last watches are told of when they have ended.
    const read = async (): Promise<readonly string[]> => usedRights(await server.requestsOf(user), rights);
    await eventually('the audit log to be complete', async () => ((await read()).length >= granted.length ? true : undefined), {
      withinMs: 3_000,
    }).catch(() => undefined);
    await helm.must(['uninstall', release, '-n', own]);
    return { granted, used: await read() };
  }
});
