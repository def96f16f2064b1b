import { expect } from 'chai';
import { z } from 'zod';
import { referencePlaces, type Deed } from '../../scripts/chart/references.ts';
import { composeCrds } from '../../src/app/index.ts';
import { assetsOrSkip, startControlPlane, type ControlPlane } from '../cluster/index.ts';
import { eventually } from '../e2e/harness/eventually.ts';
import { CHART, Helm, setting } from './helm.ts';

const PLACE = { projectSlug: 'shop', envSlug: 'dev', secretsPath: '/' };
/** In the namespace of the resource: what a tenant may name without a question. */
const AUTHENTICATION = { universalAuth: { credentialsRef: { secretName: 'own' }, secretsScope: PLACE } };
const TARGET = { secretName: 'target' };
const SPEC = { authentication: AUTHENTICATION, managedSecretReference: TARGET };
const ELSEWHERE = { secretName: 'x', secretNamespace: 'bank' };

const PUSH = {
  authentication: { universalAuth: { credentialsRef: { secretName: 'own' } } },
  destination: { projectSlug: 'shop', environmentSlug: 'dev', secretsPath: '/' },
  push: { secret: { secretName: 'own' } },
};

/** The same for an InfisicalPushSecret. */
const PUSH_SPECS: Readonly<Record<string, object>> = {
  'tls.caRef': { ...PUSH, tls: { caRef: { ...ELSEWHERE, key: 'ca.crt' } } },
  'push.secret': { ...PUSH, push: { secret: ELSEWHERE } },
  'authentication.universalAuth.credentialsRef': {
    ...PUSH,
    authentication: { universalAuth: { credentialsRef: ELSEWHERE } },
  },
  'authentication.ldapAuth.credentialsRef': {
    ...PUSH,
    authentication: { ldapAuth: { identityId: 'id', credentialsRef: ELSEWHERE } },
  },
  'authentication.kubernetesAuth.serviceAccountRef': {
    ...PUSH,
    authentication: { kubernetesAuth: { identityId: 'id', serviceAccountRef: { name: 'x', namespace: 'bank' } } },
  },
};

/** For each place of an InfisicalSecret that names an object: a spec that names `bank/x` there, and nothing else of another namespace. */
const SPECS: Readonly<Record<string, object>> = {
  tokenSecretReference: { tokenSecretReference: ELSEWHERE, managedSecretReference: TARGET },
  'tls.caRef': { ...SPEC, tls: { caRef: { ...ELSEWHERE, key: 'ca.crt' } } },
  'authentication.serviceToken.serviceTokenSecretReference': {
    ...SPEC,
    authentication: { serviceToken: { serviceTokenSecretReference: ELSEWHERE, secretsScope: { envSlug: 'dev', secretsPath: '/' } } },
  },
  'authentication.universalAuth.credentialsRef': {
    ...SPEC,
    authentication: { universalAuth: { credentialsRef: ELSEWHERE, secretsScope: PLACE } },
  },
  'authentication.ldapAuth.credentialsRef': {
    ...SPEC,
    authentication: { ldapAuth: { identityId: 'id', credentialsRef: ELSEWHERE, secretsScope: PLACE } },
  },
  'authentication.kubernetesAuth.serviceAccountRef': {
    ...SPEC,
    authentication: { kubernetesAuth: { identityId: 'id', serviceAccountRef: { name: 'x', namespace: 'bank' }, secretsScope: PLACE } },
  },
  managedSecretReference: { ...SPEC, managedSecretReference: ELSEWHERE },
  managedKubeSecretReferences: { ...SPEC, managedKubeSecretReferences: [{ secretName: 'second' }, ELSEWHERE] },
  managedKubeConfigMapReferences: {
    ...SPEC,
    managedKubeConfigMapReferences: [{ configMapName: 'map' }, { configMapName: 'x', configMapNamespace: 'bank' }],
  },
};

/** The right that each deed takes, as kubectl writes it. */
const RIGHTS: Readonly<Record<Deed, { readonly verb: string; readonly resource: string }>> = {
  'read-secret': { verb: 'get', resource: 'secrets' },
  'write-secret': { verb: 'update', resource: 'secrets' },
  'write-config-map': { verb: 'update', resource: 'configmaps' },
  'use-service-account': { verb: 'create', resource: 'serviceaccounts/token' },
};

const Policy = z.object({
  metadata: z.object({ generation: z.int() }),
  status: z
    .object({ observedGeneration: z.int().optional(), typeChecking: z.object({ expressionWarnings: z.array(z.unknown()).optional() }).optional() })
    .optional(),
});

describe('the admission policy of the chart, on a real API server', function () {
  this.timeout(90_000);
  let plane: ControlPlane;
  const ends: (() => Promise<unknown>)[] = [];

  before(async function () {
    const assets = await assetsOrSkip(this, ['helm', 'kube-controller-manager']);
    plane = await startControlPlane({ assets, controllerManager: true });
    ends.push(() => plane.stop());
    const helm = await Helm.open(assets.binaries.helm ?? '', plane.kubeconfigPath);
    ends.push(() => helm.close());
    await helm.must(['install', 'rel', CHART, '-n', 'ops', '--create-namespace', ...setting(['admissionPolicy.enabled=true'])]);
    for (const namespace of ['shop', 'bank']) await kubectl(['create', 'namespace', namespace]);
    const resources = ['infisicalsecrets', 'infisicalpushsecrets'].map((plural) => `--resource=${plural}.secrets.infisical.com`);
    await kubectl(['create', 'role', 'edit', '-n', 'shop', '--verb=*', ...resources]);
    await kubectl(['create', 'rolebinding', 'edit', '-n', 'shop', '--role=edit', '--group=tenants']);
    for (const [deed, { verb, resource }] of Object.entries(RIGHTS)) {
      await grant(deed, 'shop', ['--group=tenants'], [`--verb=${verb}`, `--resource=${resource}`]);
      await grant(deed, 'bank', [`--user=${deed}`], [`--verb=${verb}`, `--resource=${resource}`, '--resource-name=x']);
    }
    await eventually('the policy to be in force', async () => {
      const pull = await write(SPECS['tokenSecretReference'] ?? {}, 'alice');
      const push = await write(PUSH_SPECS['push.secret'] ?? {}, 'alice', { kind: 'InfisicalPushSecret' });
      return [pull, push].every(({ stderr }) => stderr.includes('denied')) ? true : undefined;
    });
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  async function kubectl(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await plane.kubectl(args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  async function grant(name: string, namespace: string, to: readonly string[], rights: readonly string[]): Promise<void> {
    await kubectl(['create', 'role', name, '-n', namespace, ...rights]);
    await kubectl(['create', 'rolebinding', name, '-n', namespace, `--role=${name}`, ...to]);
  }

  /** What the API server says when that user applies a resource with this spec; nothing of it stays, unless asked for. */
  function write(spec: object, user: string, { keep = false, name = 'app', kind = 'InfisicalSecret' } = {}): ReturnType<ControlPlane['kubectl']> {
    const metadata = { namespace: 'shop', name };
    const stdin = JSON.stringify({ apiVersion: 'secrets.infisical.com/v1alpha1', kind, metadata, spec });
    const as = user === '' ? [] : [`--as=${user}`, '--as-group=tenants', '--as-group=system:authenticated'];
    return plane.kubectl(['apply', '--server-side', ...(keep ? [] : ['--dry-run=server']), ...as, '-f', '-'], { stdin });
  }

  const specsByKind: Readonly<Record<string, Readonly<Record<string, object>>>> = {
    InfisicalSecret: SPECS,
    InfisicalPushSecret: PUSH_SPECS,
  };
  for (const definition of composeCrds().filter((crd) => referencePlaces(crd).length > 0)) {
    const { kind } = definition.spec.names;
    const specs = specsByKind[kind] ?? {};
    const places = referencePlaces(definition);

    it(`knows every place of an ${kind} that names an object`, () => {
      expect(places.map(({ path }) => path.join('.'))).to.have.members(Object.keys(specs));
    });

    for (const { path, deed } of places) {
      const place = path.join('.');
      it(`refuses ${place} of an ${kind} to who lacks the right, and grants it to who has it`, async () => {
        const spec = specs[place] ?? {};
        const refused = await write(spec, 'alice', { kind });
        expect(refused.code).not.to.equal(0);
        expect(refused.stderr).to.match(/denied request: you must be allowed to [^:]*: (\S+, )*bank\/x(, \S+)*$/m);
        const { code, stderr } = await write(spec, deed, { kind });
        expect(code, stderr).to.equal(0);
        for (const other of Object.keys(RIGHTS).filter((user) => user !== deed)) {
          expect((await write(spec, other, { kind })).code, other).not.to.equal(0);
        }
      });
    }
  }

  it('asks nothing of who names objects of the own namespace and may use all of them, however many', async () => {
    const managedKubeSecretReferences = Array.from({ length: 60 }, (_, index) => ({ secretName: `target-${index}` }));
    const { code, stderr } = await write({ ...SPEC, managedKubeSecretReferences }, 'alice');
    expect(code, stderr).to.equal(0);
  });

  it('can ask for 20 objects one by one, and tells when there are more', async () => {
    await grant('many', 'bank', ['--user=many'], ['--verb=update', '--resource=secrets']);
    const naming = (count: number): object => ({
      ...SPEC,
      managedSecretReference: ELSEWHERE,
      managedKubeSecretReferences: Array.from({ length: count - 1 }, (_, index) => ({
        secretName: `target-${index}`,
        secretNamespace: 'bank',
      })),
    });
    const enough = await write(naming(20), 'many');
    expect(enough.code, enough.stderr).to.equal(0);
    expect((await write(naming(21), 'many')).stderr).to.contain('more than 20 objects cannot be asked for one by one');
    expect((await write(naming(20), 'alice')).stderr).to.contain('you must be allowed to update all Secrets');
  });

  it('asks nothing of who may use everything, however many', async () => {
    const managedKubeSecretReferences = Array.from({ length: 60 }, (_, index) => ({ secretName: `target-${index}`, secretNamespace: 'bank' }));
    const { code, stderr } = await write({ ...SPEC, managedKubeSecretReferences }, '');
    expect(code, stderr).to.equal(0);
  });

  it('takes an empty namespace for the own one, and an empty name for none', async () => {
    const authentication = {
      ...AUTHENTICATION,
      universalAuth: { credentialsRef: { secretName: 'own', secretNamespace: '' }, secretsScope: PLACE },
      kubernetesAuth: { identityId: '', serviceAccountRef: { name: '', namespace: 'bank' }, secretsScope: { projectSlug: '', envSlug: '', secretsPath: '' } },
    };
    const { code, stderr } = await write({ ...SPEC, authentication }, 'alice');
    expect(code, stderr).to.equal(0);
  });

  it('lets who may not use its objects change labels, but not the spec', async () => {
    const spec = { ...SPEC, managedSecretReference: ELSEWHERE };
    const admin = await write(spec, '', { keep: true, name: 'kept' });
    expect(admin.code, admin.stderr).to.equal(0);
    const label = await plane.kubectl(['label', 'infisicalsecret', 'kept', '-n', 'shop', 'tier=web', '--as=alice', '--as-group=tenants']);
    expect(label.code, label.stderr).to.equal(0);
    const patch = JSON.stringify({ spec: { resyncInterval: '5m' } });
    const edit = await plane.kubectl(['patch', 'infisicalsecret', 'kept', '-n', 'shop', '--type=merge', '-p', patch, '--as=alice', '--as-group=tenants']);
    expect(edit.stderr).to.contain('you must be allowed to update all Secrets that the resource writes: bank/x');
  });

  it('asks nothing of the operator', async () => {
    const { code, stderr } = await write(SPECS['tokenSecretReference'] ?? {}, 'system:serviceaccount:ops:rel-secrets-operator');
    expect(code, stderr).to.equal(0);
  });

  it('has no expression that the API server warns of', async () => {
    const policies = await eventually('the policies to be checked', async () => {
      const { items } = z.object({ items: z.array(Policy) }).parse(JSON.parse(await kubectl(['get', 'validatingadmissionpolicies', '-o', 'json'])));
      return items.every(({ status, metadata }) => status?.observedGeneration === metadata.generation) ? items : undefined;
    });
    expect(policies).to.have.length(2);
    for (const { status } of policies) expect(status?.typeChecking?.expressionWarnings ?? []).to.deep.equal([]);
  });
});
