import { expect } from 'chai';
import {
  OperatorError,
  ReferencePolicy,
  formatReference,
  type CrossNamespace,
  type FieldReference,
  type ObjectReference,
} from '../../../src/kernel/index.ts';

const CREDENTIALS: FieldReference = {
  field: 'spec.authentication.universalAuth.credentialsRef',
  kind: 'Secret',
  namespace: 'bank',
  name: 'creds',
};
const SETTINGS: FieldReference = { field: 'spec.any', kind: 'ConfigMap', namespace: 'operator', name: 'config' };
const isSetting = (object: ObjectReference): boolean => formatReference(object) === formatReference(SETTINGS);
const { signal } = new AbortController();

/** A policy over annotations by `Kind namespace/name`; `asked` is what it looked at. */
function policy(
  rule: CrossNamespace,
  annotations: Readonly<Record<string, string>> = {},
): { policy: ReferencePolicy; asked: string[] } {
  const asked: string[] = [];
  const allowFrom = (object: ObjectReference): Promise<string | undefined> => {
    asked.push(formatReference(object));
    return Promise.resolve(annotations[formatReference(object)]);
  };
  return { policy: new ReferencePolicy(rule, { allowFrom }, isSetting), asked };
}

async function verdict(
  rule: CrossNamespace,
  annotations: Readonly<Record<string, string>> = {},
  from = 'shop',
): Promise<string> {
  try {
    await policy(rule, annotations).policy.admit(from, CREDENTIALS, signal);
    return 'admitted';
  } catch (error) {
    if (error instanceof OperatorError) return error.userMessage;
    throw error;
  }
}

describe('ReferencePolicy', () => {
  it('asks nobody about an object of the same namespace, whatever the rule', async () => {
    for (const rule of ['Allow', 'Grant', 'Deny'] as const) {
      const { policy: any, asked } = policy(rule);
      await any.admit('bank', CREDENTIALS, signal);
      expect(asked).to.deep.equal([]);
    }
  });

  it('Allow lets every reference pass', async () => {
    expect(await verdict('Allow')).to.equal('admitted');
  });

  it('Deny lets none pass, whatever is annotated, and says what can be done', async () => {
    const said = await verdict('Deny', { 'Secret bank/creds': '*', 'Namespace /bank': '*' });
    expect(said).to.equal(
      'spec.authentication.universalAuth.credentialsRef names Secret bank/creds, which is not in the namespace shop of this resource; ' +
        'this operator allows no others. Use an object of namespace shop; or whoever runs the operator sets --cross-namespace to Grant or Allow.',
    );
  });

  const GRANTS: readonly (readonly [title: string, annotations: Record<string, string>, admitted: boolean])[] = [
    ['nothing', {}, false],
    ['the object opened to the namespace', { 'Secret bank/creds': 'shop' }, true],
    ['the object opened to several', { 'Secret bank/creds': 'web, shop ,api' }, true],
    ['the object opened to all', { 'Secret bank/creds': '*' }, true],
    ['the namespace opened', { 'Namespace /bank': 'shop' }, true],
    ['the object opened to another', { 'Secret bank/creds': 'shopping' }, false],
    ['the namespace opened to another', { 'Namespace /bank': 'web' }, false],
    ['an empty annotation', { 'Secret bank/creds': '', 'Namespace /bank': ' , ' }, false],
    ['a pattern, which none is', { 'Secret bank/creds': 'sh*' }, false],
    ['a regular expression', { 'Secret bank/creds': '.*' }, false],
    ['another object of the same name', { 'ConfigMap bank/creds': '*', 'Secret shop/creds': '*' }, false],
    ['the namespace of the resource itself', { 'Namespace /shop': 'shop' }, false],
  ];
  for (const [title, annotations, admitted] of GRANTS) {
    it(`Grant with ${title}: ${admitted ? 'passes' : 'is refused'}`, async () => {
      const said = await verdict('Grant', annotations);
      if (admitted) expect(said).to.equal('admitted');
      else expect(said).to.match(/^spec\.\S+ names Secret bank\/creds, which is not opened to the namespace shop /);
    });
  }

  it('never takes an empty namespace for one that is named', async () => {
    expect(await verdict('Grant', { 'Secret bank/creds': 'web,' }, '')).not.to.equal('admitted');
  });

  it('passes on that nobody can tell', async () => {
    const failing = new ReferencePolicy(
      'Grant',
      { allowFrom: () => Promise.reject(new Error('no answer')) },
      isSetting,
    );
    const said = await failing.admit('shop', CREDENTIALS, signal).catch((error: unknown) => String(error));
    expect(said).to.equal('Error: no answer');
  });

  it('lets nobody write what the operator is set by from another namespace, whatever the rule and the grants', async () => {
    const grants = { 'ConfigMap operator/config': '*', 'Namespace /operator': '*' };
    for (const rule of ['Allow', 'Grant', 'Deny'] as const) {
      const { policy: any } = policy(rule, grants);
      const refused: unknown = await any.admitTarget('shop', SETTINGS, signal).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(OperatorError).and.have.property('reason', 'NamespaceRefused');
      await any.admitTarget('operator', SETTINGS, signal);
    }
  });

  it('names the namespaces that decide, where they do', () => {
    const own: ObjectReference = { kind: 'Secret', namespace: 'shop', name: 'own' };
    expect(policy('Grant').policy.grantors('shop', [own, CREDENTIALS])).to.deep.equal([
      { kind: 'Namespace', namespace: '', name: 'bank' },
    ]);
    expect(policy('Grant').policy.isGrantor('shop', CREDENTIALS)).to.equal(true);
    expect(policy('Grant').policy.isGrantor('shop', own)).to.equal(false);
    for (const rule of ['Allow', 'Deny'] as const) {
      expect(policy(rule).policy.grantors('shop', [CREDENTIALS])).to.deep.equal([]);
      expect(policy(rule).policy.isGrantor('shop', CREDENTIALS)).to.equal(false);
    }
  });
});
