import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import { startKube, type Kube } from '../../../src/testkit/kube/index.ts';
import { findAssets, startControlPlane, type ControlPlane } from '../../cluster/index.ts';
import { THING_DEFINITION } from './conformance/thing-definition.ts';
import { KUBECTL_STEPS } from './kubectl/kubectl-steps.ts';
import { findKubectl, Kubectl, type Said } from './kubectl/run-kubectl.ts';

describe('the Kubernetes emulator under kubectl', function () {
  this.timeout(60_000);
  let kube: Kube;
  let kubectl: Kubectl;
  const emulated = new Map<number, Said>();

  before(async function () {
    const binary = await findKubectl();
    if (binary === undefined) {
      process.stdout.write('Left out: the Kubernetes emulator under kubectl (no kubectl found)\n');
      this.skip();
    }
    kube = await startKube({ crds: [THING_DEFINITION] });
    kubectl = await Kubectl.create(binary, kube.kubeconfig());
  });

  after(async () => {
    // Both are missing when the suite was skipped.
    await Promise.allSettled([kube.stop(), kubectl.remove()]);
  });

  for (const [index, { args, stdin, editor, code = 0, says }] of KUBECTL_STEPS.entries()) {
    it(`${index + 1}. kubectl ${args.join(' ')}`, async () => {
      const said = await kubectl.run(args, stdin, editor);
      emulated.set(index, said);
      expect(said.stdout + said.stderr).to.match(says);
      expect(said.code).to.equal(code);
    });
  }

  it('shows changes as they come with get --watch', async () => {
    kube.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'seen', namespace: 'default' } });
    const watching = kubectl.start(['get', 'configmap', 'seen', '--watch']);
    try {
      if (watching.stdout === null) throw new Error('the output of kubectl is not piped');
      const lines = createInterface(watching.stdout)[Symbol.asyncIterator]();
      const next = async (): Promise<string> => String((await lines.next()).value);
      expect(await next()).to.match(/^NAME +DATA +AGE$/);
      expect(await next()).to.match(/^seen +0 /);
      // kubectl asks for the state again when it starts to watch, and does not print a change that came before.
      while (kube.watches.list({ resource: 'configmaps' }).length === 0) await setImmediate();
      kube.patch('configmaps', 'default', 'seen', { data: { a: 'b' } });
      expect(await next()).to.match(/^seen +1 /);
    } finally {
      watching.kill('SIGKILL');
      await once(watching, 'close');
    }
  });

  describe('beside a real API server', () => {
    let plane: ControlPlane | undefined;

    before(async function () {
      const assets = await findAssets();
      if (assets === undefined) this.skip();
      // Without controllers, which would add to what the commands see.
      plane = await startControlPlane({ assets });
    });

    after(async () => {
      await plane?.stop();
    });

    it('answers every command alike', async function () {
      this.timeout(180_000);
      if (plane === undefined) return this.skip();
      const binary = await findKubectl();
      const real = await Kubectl.create(binary ?? '', plane.kubeconfigFor(plane.adminToken));
      try {
        await real.run(['create', '-f', '-'], JSON.stringify(THING_DEFINITION));
        await real.run(['wait', '--for=condition=Established', 'crd/things.conformance.example.com']);
        const different: unknown[] = [];
        for (const [index, { args, stdin, editor }] of KUBECTL_STEPS.entries()) {
          const answers = [emulated.get(index), await real.run(args, stdin, editor)].map(comparable);
          if (!isDeepStrictEqual(answers[0], answers[1])) different.push({ args, here: answers[0], there: answers[1] });
        }
        expect(different).to.deep.equal([]);
      } finally {
        await real.remove();
      }
    });
  });
});

/** The output without what differs from run to run: ages, instants, uids, versions, tokens, and the edited file's name. */
function comparable(said: Said | undefined): unknown {
  if (said === undefined) return undefined;
  const plain = (text: string): string =>
    text
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '<time>')
      .replaceAll(/(Resource Version: +|resourceVersion\W+)\d+/g, '$1<version>')
      .replaceAll(/Invalid value: "\{.*\}"/g, 'Invalid value: <patched>')
      .replaceAll(/\b\d+s\b/g, '<age>')
      .replaceAll(/eyJ[\w.-]+/g, '<token>')
      .replaceAll(/ +/g, ' ');
  return { code: said.code, stdout: plain(said.stdout), stderr: plain(said.stderr) };
}
