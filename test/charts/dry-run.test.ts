import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeCrds } from '../../src/app/index.ts';
import { assetsOrSkip, startControlPlane, type ControlPlane } from '../cluster/index.ts';
import { CHART, Helm, setting } from './helm.ts';

/** As much of the definitions of the Prometheus operator as a server needs to take objects of theirs; what is in them promtool judges. */
function foreignDefinition(kind: string, plural: string): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.monitoring.coreos.com` },
    spec: {
      group: 'monitoring.coreos.com',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          },
        },
      ],
    },
  };
}

const EVERYTHING = [
  'controllerManager.replicas=2',
  'controllerManager.podDisruptionBudget.enabled=true',
  'controllerManager.priorityClassName=system-cluster-critical',
  'controllerManager.topologySpreadConstraints[0].maxSkew=1',
  'controllerManager.topologySpreadConstraints[0].topologyKey=zone',
  'controllerManager.topologySpreadConstraints[0].whenUnsatisfiable=ScheduleAnyway',
  'controllerManager.manager.image.digest=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'controllerManager.manager.extraEnv[0].name=HTTPS_PROXY',
  'controllerManager.manager.extraEnv[0].value=http://proxy.example:3128',
  'controllerManager.nodeSelector.disk=ssd',
  'imagePullSecrets[0].name=pull',
  'networkPolicy.enabled=true',
  'admissionPolicy.enabled=true',
  'statusPage.enabled=true',
  'log.format=text',
  'crossNamespace=Grant',
  'allowedHosts={infisical.example.com,*.example.com}',
  'telemetry.serviceMonitor.enabled=true',
  'telemetry.prometheusRule.enabled=true',
  'telemetry.dashboard.enabled=true',
  'extraObjects[0].apiVersion=v1',
  'extraObjects[0].kind=ConfigMap',
  'extraObjects[0].metadata.name=more',
];

const SETS: readonly { readonly title: string; readonly values: readonly string[]; readonly least: number }[] = [
  { title: 'nothing set', values: [], least: 7 },
  { title: 'everything on', values: EVERYTHING, least: 16 },
  { title: 'everything on, in one namespace', values: [...EVERYTHING, 'scopedNamespace=default', 'scopedRBAC=true'], least: 16 },
  {
    title: 'everything off',
    values: ['plugins.push.enabled=false', 'plugins.reload.enabled=false', 'metricsService.enabled=false', 'controllerManager.serviceAccount.create=false'],
    least: 5,
  },
];

describe('objects of the chart, tried on a real API server', function () {
  this.timeout(60_000);
  let plane: ControlPlane;
  let helm: Helm;
  const ends: (() => Promise<unknown>)[] = [];

  before(async function () {
    const assets = await assetsOrSkip(this, ['helm', 'kube-controller-manager']);
    plane = await startControlPlane({ assets, controllerManager: true });
    ends.push(() => plane.stop());
    helm = await Helm.open(assets.binaries.helm ?? '', plane.kubeconfigPath);
    ends.push(() => helm.close());
    const definitions = [foreignDefinition('ServiceMonitor', 'servicemonitors'), foreignDefinition('PrometheusRule', 'prometheusrules')];
    await apply([...definitions, ...composeCrds()]);
    await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
    // Tells of what restricted Pod Security would refuse.
    await kubectl(['label', 'namespace', 'default', 'pod-security.kubernetes.io/warn=restricted']);
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  async function kubectl(args: readonly string[], stdin?: string): Promise<{ stdout: string; stderr: string }> {
    const { code, stdout, stderr } = await plane.kubectl(args, stdin === undefined ? {} : { stdin });
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return { stdout, stderr };
  }

  function apply(objects: readonly object[], more: readonly string[] = []): ReturnType<typeof kubectl> {
    const items = { apiVersion: 'v1', kind: 'List', items: objects };
    return kubectl(['apply', '--server-side', ...more, '-f', '-'], JSON.stringify(items));
  }

  for (const { title, values, least } of SETS) {
    it(`are all taken, without a warning: ${title}`, async () => {
      const text = await helm.must(['template', 'rel', CHART, '-n', 'default', ...setting(['installCRDs=false', ...values])]);
      const { stdout, stderr } = await kubectl(['apply', '--dry-run=server', '--validate=strict', '-n', 'default', '-f', '-'], text);
      expect(stderr).to.equal('');
      expect(stdout.trim().split('\n').length).to.be.at.least(least);
    });
  }

  it('are refused by restricted Pod Security as soon as they ask for more', async () => {
    const values = setting(['installCRDs=false', 'controllerManager.manager.containerSecurityContext.allowPrivilegeEscalation=true']);
    const text = await helm.must(['template', 'rel', CHART, '-n', 'default', ...values]);
    const { stderr } = await kubectl(['apply', '--dry-run=server', '-n', 'default', '-f', '-'], text);
    expect(stderr).to.contain('would violate PodSecurity "restricted');
  });

  it('are told of in the annotations for Artifact Hub: each definition, with an example that works', async () => {
    const { annotations } = z
      .object({ annotations: z.record(z.string(), z.string()) })
      .parse(parse(await readFile(`${CHART}/Chart.yaml`, 'utf8')));
    const told = z
      .array(z.object({ kind: z.string(), version: z.string(), name: z.string() }))
      .parse(parse(annotations['artifacthub.io/crds'] ?? ''));
    const there = composeCrds().map(({ metadata, spec }) => ({ kind: spec.names.kind, version: spec.versions[0].name, name: metadata.name }));
    expect(told.map(({ kind, version, name }) => ({ kind, version, name }))).to.have.deep.members(there);
    const examples = z.array(z.looseObject({ kind: z.string() })).parse(parse(annotations['artifacthub.io/crdsExamples'] ?? ''));
    expect(examples.map(({ kind }) => kind)).to.have.members(there.map(({ kind }) => kind));
    const { stderr } = await apply(examples, ['--dry-run=server', '--validate=strict', '-n', 'default']);
    expect(stderr).to.equal('');
  });
});
