import { expect } from 'chai';
import { z } from 'zod';
import { OperatorError, type AuthFragment, type CustomResource } from '../../../../src/kernel/index.ts';
import { infisicalSecretDefinition } from '../../../../src/plugins/sync/infisical-secret/definition.ts';
import {
  parseInfisicalSecretSpec,
  type InfisicalSecretSpec,
} from '../../../../src/plugins/sync/infisical-secret/spec-parse.ts';
import { infisicalSecretSpec } from '../../../../src/plugins/sync/infisical-secret/spec.ts';
import { invalidCases, validCases, type Manifest } from '../../../manifests/admission-cases.ts';
import { AUTH_FRAGMENTS } from '../../../../src/app/custom-resources.ts';

const valid = await validCases();
const invalid = await invalidCases();
const schema = infisicalSecretSpec(AUTH_FRAGMENTS);

const METHOD = {
  universalAuth: {
    credentialsRef: { secretName: 'credentials' },
    secretsScope: { projectSlug: 'shop', envSlug: 'dev' },
  },
};

/** A resource in the namespace `shop` whose spec is good but for what is given. */
function aResource(spec: Readonly<Record<string, unknown>>): CustomResource {
  return aResourceOf({ authentication: METHOD, managedSecretReference: { secretName: 'app' }, ...spec });
}

function aResourceOf(spec: unknown): CustomResource {
  const names = { namespace: 'shop', name: 'db', uid: 'u1', resourceVersion: '1', generation: 1 };
  return {
    metadata: { ...names, labels: {}, annotations: {}, finalizers: [], deleting: false },
    spec,
    status: undefined,
  };
}

function manifestOf(file: string): Manifest {
  const found = valid.find(({ name }) => name === file);
  if (found === undefined) throw new Error(`no manifest ${file}`);
  return found.manifest;
}

function parse(file: string): InfisicalSecretSpec {
  return parseInfisicalSecretSpec(schema, aResourceOf(manifestOf(file).spec));
}

function refusal(object: CustomResource, withSchema = schema): OperatorError {
  try {
    parseInfisicalSecretSpec(withSchema, object);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('the spec was accepted');
}

describe('the spec of an InfisicalSecret at run time', () => {
  describe('accepts what the API server accepts', () => {
    for (const { name, manifest } of valid) {
      it(name, () => {
        expect(() => parseInfisicalSecretSpec(schema, aResourceOf(manifest.spec))).not.to.throw();
      });
    }
  });

  describe('refuses what the API server refuses, and names the field', () => {
    // The server alone looks at metadata, unknown fields and sets; for the operator a tag that is given twice is a tag.
    const ofSpec = invalid.filter(
      ({ name, field, isUnknown }) => !isUnknown && /^spec\b/.test(field) && name !== 'a tag twice',
    );
    for (const { name, manifest, field, message } of ofSpec) {
      it(`${name}: ${field}`, () => {
        const error = refusal(aResourceOf(manifest.spec));
        expect(error).to.include({ disposition: 'terminal', reason: 'InvalidSpec' });
        expect(`${error.message};`).to.contain(`${field}: `);
        if (message !== undefined) expect(error.message).to.contain(message);
        expect(error.message).not.to.contain('\n');
      });
    }
  });

  it('fills in what a minimal manifest leaves out', () => {
    expect(parse('minimal.yaml')).to.deep.equal({
      hostAPI: undefined,
      caRef: undefined,
      resyncMs: undefined,
      instantUpdates: false,
      emptyPolicy: 'Keep',
      method: {
        field: 'universalAuth',
        key: 'universalAuth',
        spec: { credentialsRef: { secretName: 'universal-auth-credentials' } },
        scope: {
          project: { id: '3c90c3cc-0d44-4b50-8888-8dd25736052a' },
          environment: 'dev',
          path: '/',
          recursive: false,
        },
      },
      targets: [
        {
          field: 'spec.managedSecretReference',
          kind: 'Secret',
          namespace: 'shop',
          name: 'managed-secret',
          type: undefined,
          creationPolicy: 'Orphan',
          template: undefined,
        },
      ],
    });
  });

  it('reads every field', () => {
    const spec = parse('everything.yaml');
    expect(spec).to.deep.include({
      hostAPI: 'http://infisical.infisical.svc:8080',
      caRef: { namespace: 'default', name: 'custom-ca-certificate', key: 'ca.crt' },
      resyncMs: 90 * 60_000,
      instantUpdates: true,
      emptyPolicy: 'Allow',
    });
    expect(spec.method).to.deep.include({ key: 'kubernetesAuth' });
    expect(spec.method.scope).to.deep.equal({
      project: { slug: 'shop-ab-12' },
      environment: 'prod',
      path: '/backend/db',
      recursive: false,
      secretName: 'DB_URL',
      tagSlugs: ['database', 'rotated'],
    });
    expect(
      spec.targets.map(({ kind, namespace, name, type, creationPolicy }) => ({
        kind,
        namespace,
        name,
        type,
        creationPolicy,
      })),
    ).to.deep.equal([
      {
        kind: 'Secret',
        namespace: 'shop',
        name: 'docker',
        type: 'kubernetes.io/dockerconfigjson',
        creationPolicy: 'Owner',
      },
      { kind: 'Secret', namespace: 'shop', name: 'copy', type: undefined, creationPolicy: 'Orphan' },
      { kind: 'Secret', namespace: 'other', name: 'copy', type: undefined, creationPolicy: 'Orphan' },
      { kind: 'ConfigMap', namespace: 'shop', name: 'docker', type: undefined, creationPolicy: 'Owner' },
    ]);
    expect(spec.targets[0]?.template?.data).to.have.property('EMPTY', '');
  });

  it('takes fields that an operator in Go left empty for absent', () => {
    const spec = parse('stored-by-go.yaml');
    expect(spec).to.include({ hostAPI: undefined, caRef: undefined, resyncMs: 60_000 });
    expect(spec.method).to.deep.equal({
      field: 'universalAuth',
      key: 'universalAuth',
      spec: { credentialsRef: { secretName: 'universal-auth-credentials', secretNamespace: 'default' } },
      scope: { project: { slug: 'shop-ab-12' }, environment: 'dev', path: '/', recursive: false },
    });
  });

  it('reads the oldest form of a service token as the method that took its place', () => {
    expect(parse('token-secret-reference.yaml').method).to.deep.equal({
      field: 'serviceToken',
      key: 'serviceToken',
      at: 'spec.tokenSecretReference',
      spec: { serviceTokenSecretReference: { secretName: 'service-token', secretNamespace: 'default' } },
      scope: { path: '/', recursive: false },
    });
  });

  it('leaves the environment of a service token to the token when none is given', () => {
    const serviceToken = { serviceTokenSecretReference: { secretName: 'token' } };
    const { method } = parseInfisicalSecretSpec(schema, aResource({ authentication: { serviceToken } }));
    expect(method.scope).to.deep.equal({ path: '/', recursive: false });
  });

  it('prefers the newer form of interval and instant updates', () => {
    const syncConfig = { resyncInterval: '2m', instantUpdates: false };
    const spec = { resyncInterval: 10, instantUpdates: true, syncConfig };
    expect(parseInfisicalSecretSpec(schema, aResource(spec))).to.include({ resyncMs: 120_000, instantUpdates: false });
  });

  it('refuses two targets that are one once the namespace is known', () => {
    const error = refusal(aResource({ managedKubeSecretReferences: [{ secretName: 'app', secretNamespace: 'shop' }] }));
    expect(error.reason).to.equal('InvalidSpec');
    expect(error.userMessage).to.equal(
      'spec names the target Secret shop/app twice. A target without a namespace is one in shop.',
    );
  });

  it('names every bad field in one line', () => {
    expect(refusal(aResource({ hostAPI: 'ftp://a', emptyPolicy: 'Drop' })).message).to.match(
      /^spec\.hostAPI: [^;]+; spec\.emptyPolicy: [^;]+\.$/,
    );
  });

  it('tells nothing of a value that is wrong', () => {
    const template = { data: { TOKEN: ['canary'] } };
    const managedSecretReference = { secretName: 'canary!', template };
    expect(refusal(aResource({ managedSecretReference, hostAPI: 'https://u:canary@h' })).message).not.to.contain(
      'canary',
    );
  });

  describe('with a method whose plugin is not installed', () => {
    const universalOnly = infisicalSecretSpec(AUTH_FRAGMENTS.filter(({ key }) => key === 'universalAuth'));

    it('names the method, so that the pass can tell what is missing', () => {
      const object = aResourceOf(manifestOf('aws-iam.yaml').spec);
      expect(parseInfisicalSecretSpec(universalOnly, object).method.key).to.equal('awsIamAuth');
    });

    it('overlooks one that was left out', () => {
      const object = aResourceOf(manifestOf('stored-by-go.yaml').spec);
      expect(parseInfisicalSecretSpec(universalOnly, object).method.key).to.equal('universalAuth');
    });

    it('counts it', () => {
      const authentication = { ...METHOD, awsIamAuth: { identityId: 'a' } };
      expect(refusal(aResource({ authentication }), universalOnly).message).to.contain('one login method only');
    });
  });

  describe("with a third party's method", () => {
    const secretsScope = { projectSlug: 'shop', envSlug: 'dev' };
    const named = (name: string, config: object): CustomResource =>
      aResource({ authentication: { plugin: { name, config, secretsScope } } });

    it('leaves its settings to the pass', () => {
      const { field, key, spec } = parseInfisicalSecretSpec(schema, named('acmeVault', { mount: 'kv/a' })).method;
      expect({ field, key, spec }).to.deep.equal({ field: 'plugin', key: 'acmeVault', spec: { mount: 'kv/a' } });
    });

    it('refuses the name of a built-in method, and says where that belongs', () => {
      expect(refusal(named('universalAuth', {})).message).to.equal(
        'spec.authentication.plugin.name: universalAuth is not the method of a third party: use spec.authentication.universalAuth.',
      );
    });
  });

  describe('made from the fragments of methods', () => {
    it('writes rules about fields whose names CEL keeps for itself', () => {
      const spec = z.object({ namespace: z.string().max(9), 'role-id': z.string().max(9) });
      const extended = infisicalSecretSpec([{ key: 'acmeVault', scope: 'project', spec }]);
      const json = JSON.stringify(z.toJSONSchema(extended, { target: 'openapi-3.0', io: 'input' }));
      expect(json).to.contain("self.authentication.acmeVault.__namespace__ != ''");
      expect(json).to.contain("self.authentication.acmeVault.role__dash__id != ''");
    });

    it('refuses one that is no object', () => {
      const bad: AuthFragment = { key: 'acmeVault', scope: 'project', spec: z.string() };
      expect(() => infisicalSecretSpec([bad])).to.throw(
        'the spec of the auth method acmeVault is not an object schema',
      );
    });
  });

  it('is the schema of the definition', () => {
    expect(infisicalSecretDefinition.spec(AUTH_FRAGMENTS).safeParse(manifestOf('minimal.yaml').spec).success).to.equal(
      true,
    );
  });
});
