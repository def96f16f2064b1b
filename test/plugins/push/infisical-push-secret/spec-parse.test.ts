import { expect } from 'chai';
import { OperatorError, type CustomResource } from '#kernel';
import { AUTH_FRAGMENTS } from '../../../../src/app/custom-resources.ts';
import {
  parseInfisicalPushSecretSpec,
  type InfisicalPushSecretSpec,
} from '../../../../src/plugins/push/infisical-push-secret/spec-parse.ts';
import { infisicalPushSecretSpec } from '../../../../src/plugins/push/infisical-push-secret/spec.ts';
import { invalidCases, validCases } from '../../../manifests/admission-cases.ts';

const valid = await validCases('InfisicalPushSecret');
const invalid = await invalidCases('InfisicalPushSecret');
const schema = infisicalPushSecretSpec(AUTH_FRAGMENTS);

function aResource(spec: unknown): CustomResource {
  const names = { namespace: 'shop', name: 'db', uid: 'u1', resourceVersion: '1', generation: 1 };
  return {
    metadata: { ...names, labels: {}, annotations: {}, finalizers: [], deleting: false },
    spec,
    status: undefined,
  };
}

function parse(name: string): InfisicalPushSecretSpec {
  const found = valid.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no manifest ${name}`);
  return parseInfisicalPushSecretSpec(schema, aResource(found.manifest.spec));
}

function refusal(object: CustomResource): OperatorError {
  try {
    parseInfisicalPushSecretSpec(schema, object);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('the spec was accepted');
}

describe('the spec of an InfisicalPushSecret at run time', () => {
  describe('accepts what the API server accepts', () => {
    for (const { name, manifest } of valid) {
      it(name, () => {
        expect(() => parseInfisicalPushSecretSpec(schema, aResource(manifest.spec))).not.to.throw();
      });
    }
  });

  describe('refuses what the API server refuses, and names the field', () => {
    // The server alone looks at metadata, unknown fields and sets; for the operator a key that is given twice is made by the first.
    const ofSpec = invalid.filter(
      ({ name, field, isUnknown }) => !isUnknown && /^spec\b/.test(field) && name !== 'a key twice',
    );
    for (const { name, manifest, field, message } of ofSpec) {
      it(`${name}: ${field}`, () => {
        const error = refusal(aResource(manifest.spec));
        expect(error).to.include({ disposition: 'terminal', reason: 'InvalidSpec' });
        expect(`${error.message};`).to.contain(`${field}: `);
        if (message !== undefined) expect(error.message).to.contain(message);
        expect(error.message).not.to.contain('\n');
      });
    }
  });

  it('fills in what a minimal manifest leaves out', () => {
    const spec = parse('minimal.yaml');
    expect(spec).to.deep.include({
      hostAPI: undefined,
      caRef: undefined,
      resyncMs: undefined,
      policies: { replaces: false, deletes: false },
      destination: { project: { slug: 'shop-ab-12' }, environment: 'dev', path: '/' },
      createFolders: false,
    });
    expect(spec.method).to.include({ key: 'universalAuth' });
    expect(spec.source).to.deep.include({ kind: 'Secret', namespace: 'shop', name: 'app', template: undefined });
  });

  it('reads every field', () => {
    const spec = parse('everything.yaml');
    expect(spec).to.deep.include({
      hostAPI: 'http://infisical.infisical.svc:8080',
      caRef: { namespace: 'default', name: 'custom-ca-certificate', key: 'ca.crt' },
      resyncMs: 90 * 60_000,
      policies: { replaces: true, deletes: true },
      destination: { project: { slug: 'shop-ab-12' }, environment: 'prod', path: '/backend/db' },
      createFolders: true,
    });
    expect(spec.method).to.include({ key: 'kubernetesAuth' });
    expect(spec.source).to.deep.include({
      field: 'spec.push.secret',
      namespace: 'shop',
      name: 'app',
      template: { includeAllSecrets: true, data: { URL: 'postgres://{{ .USER.Value }}@db', EMPTY: '' } },
    });
  });

  for (const [name, path] of [
    ['no path', '/'],
    ['the root', '/'],
    ['a path with a trailing slash', '/a/b'],
  ] as const) {
    it(`has ${path} as the one form of ${name}`, () => {
      expect(parse(name).destination.path).to.equal(path);
    });
  }

  it('takes policies that it does not know for none', () => {
    for (const name of ['no policies', 'empty policies', 'policies that nobody knows']) {
      expect(parse(name).policies, name).to.deep.equal({ replaces: false, deletes: false });
    }
  });
});
