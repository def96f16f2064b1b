import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { startKube } from '../../src/testkit/kube/index.ts';
import { assetsOrSkip, startControlPlane, type ControlPlane } from '../cluster/index.ts';
import { untilEstablished } from './harness/index.ts';
import { folderOf, type Kind } from '../manifests/admission-cases.ts';
import { AdmissionServer } from '../manifests/admission-server.ts';
import { describeEqualVerdicts, describeVerdicts } from '../manifests/admission-suite.ts';

const ROOT = join(import.meta.dirname, '../..');
const CRDS = 'charts/secrets-operator/files/crds';
const KINDS = ['InfisicalSecret', 'InfisicalPushSecret'] as const;
const API_VERSION = 'secrets.infisical.com/v1alpha1';

const crdName = (kind: Kind): string => `${kind.toLowerCase()}s.secrets.infisical.com`;
const crdFile = (kind: Kind): string => join(ROOT, CRDS, `${crdName(kind)}.yaml`);

const Manifest = z.record(z.string(), z.unknown());

const Definition = z.looseObject({
  status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })) }),
});

describe('admission by a real API server', function () {
  this.timeout(120_000);
  let plane: ControlPlane;
  let server: AdmissionServer;

  before(async function () {
    plane = await startControlPlane({ assets: await assetsOrSkip(this) });
    for (const kind of KINDS) {
      const applied = await plane.kubectl(['apply', '--server-side', '-f', crdFile(kind)]);
      expect(applied.stderr).to.equal('');
    }
    await untilEstablished((args, options) => plane.kubectl(args, options));
    server = new AdmissionServer({ server: plane.server, token: plane.adminToken, caPem: plane.caPem });
  });

  after(async () => {
    // Unset when the suite was skipped.
    await (server as AdmissionServer | undefined)?.close();
    await (plane as ControlPlane | undefined)?.stop();
  });

  for (const kind of KINDS) {
    describe(`of a manifest of kind ${kind}`, () => {
      it('takes the definition without a complaint about its schema', async () => {
        const { stdout } = await plane.kubectl(['get', `crd/${crdName(kind)}`, '-o', 'json']);
        const { conditions } = Definition.parse(JSON.parse(stdout)).status;
        expect(conditions.map(({ type, status }) => `${type}=${status}`)).to.have.members([
          'NamesAccepted=True',
          'Established=True',
        ]);
      });

      it('changes nothing when the definition is applied again', async () => {
        const { stdout } = await plane.kubectl(['diff', '--server-side', '-f', crdFile(kind)]);
        expect(stdout).to.equal('');
      });

      describeVerdicts(kind, () => server);

      describe('refuses in the words that the emulator has, too', () => {
        let emulator: Emulator;

        before(async () => {
          emulator = await startEmulator();
        });

        after(() => emulator.stop());

        describeEqualVerdicts(kind, () => [emulator.server, server]);
      });
    });
  }

  // Before those that look at what is there: mocha runs the tests of a suite before its suites.
  for (const kind of KINDS) {
    it(`applies the manifests of the field, of kind ${kind}, as kubectl users do, and stores them unchanged`, async () => {
      const folder = join(folderOf(kind), 'valid');
      const { code, stderr } = await plane.kubectl(['apply', '-f', folder]);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      const diff = await plane.kubectl(['diff', '-f', folder]);
      expect(diff).to.deep.equal({ code: 0, stdout: '', stderr: '' });
    });
  }

  it('names the key of a template that is no text', async () => {
    const template = { data: { PORT: 1 } };
    const spec = { managedSecretReference: { secretName: 'app', template } };
    const metadata = { name: 'number' };
    const { causes } = await server.judge({ apiVersion: API_VERSION, kind: 'InfisicalSecret', metadata, spec });
    expect(causes.map(({ field }) => field)).to.include('spec.managedSecretReference.template.data.PORT');
  });

  it('prunes fields that it does not know, for clients that do not ask to be told', async () => {
    const manifest = await readFile(join(ROOT, 'test/manifests/valid/minimal.yaml'), 'utf8');
    const stdin = manifest.replace('name: minimal', 'name: pruned').replace('spec:', 'spec:\n  fromTheFuture: 1');
    const applied = await plane.kubectl(['apply', '--validate=ignore', '-f', '-'], { stdin });
    expect(applied.code, applied.stderr).to.equal(0);
    const { stdout } = await plane.kubectl(['get', 'is', 'pruned', '-o', 'jsonpath={.spec.fromTheFuture}']);
    expect(stdout).to.equal('');
  });

  it('lets finalizers and fields of an object change that an operator in Go has stored', async () => {
    const stdin = await readFile(join(ROOT, 'test/manifests/valid/stored-by-go.yaml'), 'utf8');
    const old = stdin.replace('name: stored-by-go', 'name: old\n  finalizers: [secrets.example.com/keep]');
    expect(await plane.kubectl(['apply', '-f', '-'], { stdin: old })).to.have.property('code', 0);
    const patch = ['patch', 'is', 'old', '--type=merge', '-p', '{"metadata":{"finalizers":null}}'];
    expect(await plane.kubectl(patch)).to.have.property('code', 0);
    const edit = ['patch', 'is', 'old', '--type=merge', '-p', '{"spec":{"resyncInterval":"5m"}}'];
    expect(await plane.kubectl(edit)).to.have.property('code', 0);
  });

  it('explains every field', async () => {
    const { stdout } = await plane.kubectl(['explain', 'infisicalsecret.spec', '--recursive']);
    expect(stdout).to.match(
      /universalAuth\s+<Object>\s+credentialsRef\s+<Object> -required-\s+secretName\s+<string> -required-/,
    );
    expect(stdout).to.match(/emptyPolicy\s+<string>\s+enum: Keep, Allow/);
  });

  for (const [flags, headers] of [
    [[], ['NAME', 'READY', 'STATE', 'SECRETS', 'SYNCED', 'AGE']],
    [
      ['-o', 'wide'],
      ['NAME', 'READY', 'STATE', 'SECRETS', 'SYNCED', 'AGE', 'REASON', 'HOST', 'AUTH'],
    ],
  ] as const) {
    it(`shows ${headers.join(', ')} with kubectl get is ${flags.join(' ')}`, async () => {
      const { stdout } = await plane.kubectl(['get', 'is', ...flags]);
      expect(stdout.split('\n')[0]?.trim().split(/\s+/)).to.deep.equal(headers);
    });
  }

  it('lists both kinds under the category', async () => {
    const { stdout } = await plane.kubectl(['get', 'infisical', '-o', 'name']);
    for (const kind of KINDS) expect(stdout).to.contain(`${kind.toLowerCase()}.secrets.infisical.com/minimal`);
  });
});

describe('admission by the emulator', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator();
  });

  after(() => emulator.stop());

  for (const kind of KINDS) {
    describe(`of a manifest of kind ${kind}`, () => {
      describeVerdicts(kind, () => emulator.server);
    });
  }
});

interface Emulator {
  readonly server: AdmissionServer;
  stop(): Promise<void>;
}

async function startEmulator(): Promise<Emulator> {
  const crds = KINDS.map(async (kind) => Manifest.parse(parse(await readFile(crdFile(kind), 'utf8'))));
  const kube = await startKube({ crds: await Promise.all(crds) });
  const server = new AdmissionServer({ server: kube.url, token: 'admin' });
  return {
    server,
    stop: async () => {
      await server.close();
      await kube.stop();
    },
  };
}
