import { expect } from 'chai';
import { OperatorError, terminal, type SourceSecret } from '#kernel';
import { desiredTarget, type Desired, type Making } from '../../../../src/plugins/sync/infisical-secret/desired.ts';
import type { TargetSpec } from '../../../../src/plugins/sync/infisical-secret/spec-parse.ts';

const SECRETS: readonly SourceSecret[] = [
  { key: 'A', value: 'eins', path: '/' },
  { key: 'B', value: 'zwei', path: '/deep' },
];

/** Shows bytes as text, and templates by what they were given. */
const MAKING: Making = {
  encode: (value) => ({ field: 'data', text: Buffer.from(value).toString('utf8') }),
  render: (template, secrets) => Buffer.from(`${template}(${secrets.map(({ key }) => key).join()})`),
};

function desired(spec: Partial<TargetSpec>, making: Partial<Making> = {}, secrets = SECRETS): Desired {
  const owner = {
    identity: {
      type: {
        group: 'secrets.infisical.com',
        version: 'v1alpha1',
        kind: 'InfisicalSecret',
        plural: 'infisicalsecrets',
      },
      namespace: 'shop',
      name: 'db',
      uid: 'uid',
    },
    labels: {},
    annotations: {},
  };
  const target: TargetSpec = {
    kind: 'Secret',
    field: 'spec.managedSecretReference',
    namespace: 'shop',
    name: 'app',
    type: undefined,
    creationPolicy: 'Orphan',
    template: undefined,
    ...spec,
  };
  return desiredTarget(target, owner, secrets, { ...MAKING, ...making });
}

/** What it throws. */
function refusal(act: () => unknown): OperatorError {
  try {
    act();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('it was expected to throw');
}

describe('desiredTarget: data', () => {
  it('is every secret under its own name', () => {
    expect(desired({}).target.data).to.deep.equal({ A: 'eins', B: 'zwei' });
  });

  it('is every secret as well where the template is about metadata alone', () => {
    const template = { metadata: { labels: { own: 'label' } } };
    expect(desired({ template }).target.data).to.deep.equal({ A: 'eins', B: 'zwei' });
  });

  it('is what templates give, and nothing else', () => {
    expect(desired({ template: { data: { url: 'T' } } }).target.data).to.deep.equal({ url: 'T(A,B)' });
  });

  it('is both with includeAllSecrets, and the template wins', () => {
    const template = { includeAllSecrets: true, data: { A: 'T', c: 'U' } };
    expect(desired({ template }).target.data).to.deep.equal({ A: 'T(A,B)', B: 'zwei', c: 'U(A,B)' });
  });

  it('does not depend on the order of templates', () => {
    const [one, other] = [
      { x: '1', y: '2' },
      { y: '2', x: '1' },
    ].map((data) => desired({ template: { data } }).target);
    expect(JSON.stringify(one)).to.equal(JSON.stringify(other));
  });

  it('leaves out keys that Kubernetes cannot hold, those of templates too, and names them', () => {
    const template = { includeAllSecrets: true, data: { 'no/slash': 'T' } };
    const secrets = [...SECRETS, { key: '..', value: 'x', path: '/' }];
    const { target, invalidKeys } = desired({ template }, {}, secrets);
    expect(invalidKeys).to.have.members(['..', 'no/slash']);
    expect(target.data).to.deep.equal({ A: 'eins', B: 'zwei' });
  });

  it('names target and key when a template fails', () => {
    const render = (): never => {
      throw terminal('TemplateInvalid', 'line 1, column 4: no.');
    };
    const error = refusal(() => desired({ template: { data: { url: 'T' } } }, { render }));
    expect(error).to.include({ reason: 'TemplateInvalid', disposition: 'terminal' });
    expect(error.message).to.equal('Secret shop/app: template.data["url"]: line 1, column 4: no.');
  });

  it('is parted where the kind of target holds some values apart', () => {
    const encode: Making['encode'] = (value) => {
      const text = Buffer.from(value).toString('utf8');
      return { field: text === 'eins' ? 'binaryData' : 'data', text };
    };
    const { target } = desired({ kind: 'ConfigMap' }, { encode });
    expect(target).to.deep.include({ data: { B: 'zwei' }, binaryData: { A: 'eins' } });
    expect(desired({ kind: 'ConfigMap' }).target).to.not.have.property('binaryData');
  });

  it('has another hash when a value moves from one part to the other', () => {
    const hashes = (['data', 'binaryData'] as const).map(
      (field) => desired({}, { encode: () => ({ field, text: 'same' }) }).target.annotations,
    );
    expect(hashes[0]).to.not.deep.equal(hashes[1]);
  });

  it('refuses what the type of the Secret does not fit', () => {
    const error = refusal(() => desired({ type: 'kubernetes.io/tls' }));
    expect(error).to.include({ reason: 'TargetInvalid' });
    expect(error.message).to.equal('Secret shop/app of type kubernetes.io/tls lacks the key tls.crt and tls.key.');
  });
});
