import { expect } from 'chai';
import type { DestinationScope, ResourceIdentity, StoredSecret } from '#kernel';
import { markOf, ownership } from '../../../../src/plugins/push/infisical-push-secret/ownership.ts';

const IDENTITY: ResourceIdentity = {
  type: {
    group: 'secrets.infisical.com',
    version: 'v1alpha1',
    kind: 'InfisicalPushSecret',
    plural: 'infisicalpushsecrets',
  },
  namespace: 'shop',
  name: 'db',
  uid: 'uid-1',
};
const SCOPE: DestinationScope = { project: { slug: 'shop' }, environment: 'dev', path: '/push' };
const MARK = markOf(IDENTITY, SCOPE, 'KEY');

describe('ownership of what is in Infisical', () => {
  it('is told to people by name, on one line', () => {
    expect(MARK).to.match(/^InfisicalPushSecret shop\/db, [0-9a-f]{32}$/);
  });

  it('is known by the record in the status', () => {
    expect(isOurs(aSecret(), { 'id-1': 'KEY' })).to.equal(true);
    expect(isOurs(aSecret(), { 'id-2': 'KEY' })).to.equal(false);
  });

  it('is known by the mark, when a crash kept the status from being written', () => {
    expect(isOurs(aSecret({ marks: ['of somebody', MARK] }))).to.equal(true);
  });

  it('ends when somebody renames the secret', () => {
    expect(isOurs(aSecret({ key: 'RENAMED', marks: [MARK] }), { 'id-1': 'KEY' })).to.equal(false);
  });

  const strangers: readonly (readonly [string, Partial<ResourceIdentity>, Partial<DestinationScope>])[] = [
    ['a resource of the same name that was made anew', { uid: 'uid-2' }, {}],
    ['a copy in another environment', {}, { environment: 'prod' }],
    ['a copy in another folder', {}, { path: '/' }],
  ];
  for (const [name, identity, scope] of strangers) {
    it(`is not that of ${name}`, () => {
      const check = ownership({ ...IDENTITY, ...identity }, { ...SCOPE, ...scope }, new Map());
      expect(check(aSecret({ marks: [MARK] }))).to.equal(false);
    });
  }
});

function isOurs(secret: StoredSecret, recorded: Readonly<Record<string, string>> = {}): boolean {
  return ownership(IDENTITY, SCOPE, new Map(Object.entries(recorded)))(secret);
}

function aSecret(parts: Partial<StoredSecret> = {}): StoredSecret {
  return { id: 'id-1', key: 'KEY', value: 'v', comment: '', marks: [], ...parts };
}
