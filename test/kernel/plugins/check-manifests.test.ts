import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import {
  checkManifests,
  CONTRACT_VERSION,
  extensionPoint,
  type Contributed,
  type PluginManifest,
} from '../../../src/kernel/index.ts';

const POINTS = [
  extensionPoint('auth-method'),
  extensionPoint('sync-target'),
  extensionPoint('shaped', z.looseObject({ watches: z.array(z.enum(['Secret'])) })),
];
class Anything {
  readonly made = true;
}

function aManifest(over: Partial<PluginManifest> = {}, ...keys: string[]): PluginManifest {
  return {
    id: 'auth.mine',
    contract: CONTRACT_VERSION,
    summary: 'A test plugin.',
    contributes: (keys.length > 0 ? keys : ['mine']).map((key) => ({
      point: 'auth-method',
      contribution: { key, use: Anything },
    })),
    ...over,
  };
}

function aContribution(rest: object): Contributed {
  return { key: 'mine', use: Anything, ...rest };
}

/** As code from elsewhere hands it over: the compiler has seen none of it. */
function check(manifests: readonly unknown[]): string[] {
  return Reflect.apply(checkManifests, undefined, [manifests, POINTS]) as string[];
}

describe('checkManifests', () => {
  it('finds nothing wrong with plugins that may be loaded together', () => {
    expect(checkManifests([aManifest(), aManifest({ id: 'auth.other' }, 'a', 'b')], POINTS)).to.deep.equal([]);
    expect(checkManifests([], POINTS)).to.deep.equal([]);
  });

  it('lets one key be used at two extension points', () => {
    const contributes = ['auth-method', 'sync-target'].map((point) => ({
      point,
      contribution: { key: 'mine', use: Anything },
    }));
    expect(checkManifests([aManifest({ contributes })], POINTS)).to.deep.equal([]);
  });

  const refusals: readonly { name: string; manifests: readonly unknown[]; says: readonly RegExp[] }[] = [
    {
      name: 'an id without area',
      manifests: [aManifest({ id: 'mine' })],
      says: [/plugin "mine".*<area>\.<kebab-name>/],
    },
    {
      name: 'an id that is not kebab-case',
      manifests: [aManifest({ id: 'auth.Mine' })],
      says: [/plugin "auth\.Mine"/],
    },
    {
      name: 'an id with a path in it',
      manifests: [aManifest({ id: '../auth.mine' })],
      says: [/plugin "\.\.\/auth\.mine"/],
    },
    {
      name: 'a plugin listed twice',
      manifests: [aManifest(), aManifest()],
      says: [/plugin "auth\.mine".*twice.*remove/],
    },
    {
      name: 'an older contract',
      manifests: [aManifest({ contract: CONTRACT_VERSION - 1 })],
      says: [new RegExp(`plugin "auth\\.mine".*contract ${CONTRACT_VERSION - 1}.*${CONTRACT_VERSION}.*release`)],
    },
    {
      name: 'a newer contract',
      manifests: [aManifest({ contract: CONTRACT_VERSION + 1 })],
      says: [/plugin "auth\.mine".*contract/],
    },
    {
      name: 'no contribution',
      manifests: [aManifest({ contributes: [] })],
      says: [/plugin "auth\.mine".*nothing.*add/],
    },
    {
      name: 'an unknown extension point',
      manifests: [aManifest({ contributes: [{ point: 'moon', contribution: { key: 'mine', use: Anything } }] })],
      says: [/plugin "auth\.mine".*"moon".*there are: auth-method, sync-target, shaped/],
    },
    {
      name: 'a key that cannot be a field',
      manifests: [aManifest({}, 'my-key')],
      says: [/plugin "auth\.mine".*"my-key".*letters and digits/],
    },
    {
      name: 'a key of another plugin',
      manifests: [aManifest(), aManifest({ id: 'auth.other' }, 'mine')],
      says: [/plugin "auth\.other".*"mine".*plugin "auth\.mine".*another key/],
    },
    {
      name: 'a key of another plugin but for its case',
      manifests: [aManifest(), aManifest({ id: 'auth.other' }, 'MINE')],
      says: [/plugin "auth\.other".*"MINE".*plugin "auth\.mine"/],
    },
    {
      name: 'its own key twice',
      manifests: [aManifest({}, 'mine', 'mine')],
      says: [/plugin "auth\.mine" claims the key "mine"/],
    },
    { name: 'a manifest that is null', manifests: [aManifest(), null], says: [/plugin number 2.*definePlugin/] },
    { name: 'a manifest that is a string', manifests: ['auth.mine'], says: [/plugin number 1.*malformed/] },
    {
      name: 'an id that is no text',
      manifests: [{ ...aManifest(), id: 7 }],
      says: [/plugin number 1.*malformed at "id"/],
    },
    {
      name: 'a contract that is no number',
      manifests: [{ ...aManifest(), contract: '1' }],
      says: [/plugin "auth\.mine".*at "contract"/],
    },
    {
      name: 'a contract that is NaN',
      manifests: [aManifest({ contract: Number.NaN })],
      says: [/plugin "auth\.mine".*at "contract"/],
    },
    { name: 'an empty summary', manifests: [aManifest({ summary: '' })], says: [/plugin "auth\.mine".*at "summary"/] },
    {
      name: 'contributions that are no list',
      manifests: [{ ...aManifest(), contributes: {} }],
      says: [/plugin "auth\.mine".*at "contributes"/],
    },
    {
      name: 'a contribution without class',
      manifests: [{ ...aManifest(), contributes: [{ point: 'auth-method', contribution: { key: 'mine' } }] }],
      says: [/plugin "auth\.mine".*at "contributes\.0\.contribution\.use"/],
    },
    {
      name: 'a class that is text',
      manifests: [{ ...aManifest(), contributes: [{ point: 'auth-method', contribution: { key: 'mine', use: 'x' } }] }],
      says: [/plugin "auth\.mine".*at "contributes\.0\.contribution\.use"/],
    },
    {
      name: 'a contribution that is not what its point asks for',
      manifests: [
        aManifest({
          contributes: [{ point: 'shaped', contribution: aContribution({ watches: ['Secret', 'Moon'] }) }],
        }),
      ],
      says: [/plugin "auth\.mine".*"mine" to shaped.*at "watches\.1".*contribute/],
    },
  ];
  for (const { name, manifests, says } of refusals) {
    it(`refuses ${name}, and says whose and what to do`, () => {
      const problems = check(manifests);
      expect(problems).to.have.length(says.length);
      says.forEach((pattern, index) => expect(problems[index]).to.match(pattern));
    });
  }

  it('goes on after the first problem, so that one start shows them all', () => {
    const problems = check([aManifest({ id: 'BAD', contract: 9, contributes: [] }), undefined, aManifest({}, 'no!')]);
    expect(problems).to.have.length(5);
  });

  it('answers with problems, never by throwing, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (manifests) => {
        expect(check(manifests)).to.have.length(manifests.length);
      }),
    );
  });
});
