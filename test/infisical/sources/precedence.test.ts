import { expect } from 'chai';
import fc from 'fast-check';
import type { SecretListAnswer } from '../../../src/infisical/answers.ts';
import { applyPrecedence, type Selection } from '../../../src/infisical/sources/precedence.ts';

type Own = readonly [path: string | undefined, key: string, value: string, tags?: readonly string[]];
type Block = readonly [path: string, secrets: readonly (readonly [key: string, value: string])[]];

function aList(own: readonly Own[], imports: readonly Block[] = []): SecretListAnswer {
  return {
    secrets: own.map(([secretPath, secretKey, secretValue, tags]) => ({
      secretPath,
      secretKey,
      secretValue,
      ...(tags === undefined ? {} : { tags: tags.map((slug) => ({ slug })) }),
    })),
    imports: imports.map(([secretPath, secrets]) => ({
      secretPath,
      secrets: secrets.map(([secretKey, secretValue]) => ({ secretKey, secretValue })),
    })),
  };
}

interface Case {
  readonly name: string;
  readonly list: SecretListAnswer;
  readonly selection?: Selection;
  readonly secrets: readonly string[];
  readonly clashes?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'sorts by key, by code unit',
    list: aList([
      ['/', 'b', '1'],
      ['/', 'B', '2'],
      ['/', 'a', '3'],
    ]),
    secrets: ['/ B=2', '/ a=3', '/ b=1'],
  },
  {
    name: 'an own secret hides an imported one without a clash',
    list: aList(
      [['/', 'K', 'own']],
      [
        [
          '/shared',
          [
            ['K', 'imported'],
            ['L', 'imported'],
          ],
        ],
      ],
    ),
    secrets: ['/ K=own', '/shared L=imported'],
  },
  {
    name: 'the first import that holds the key wins',
    list: aList(
      [],
      [
        ['/ia', [['SAME', 'from ia']]],
        ['/ib', [['SAME', 'from ib']]],
      ],
    ),
    secrets: ['/ia SAME=from ia'],
    clashes: ['SAME /ia'],
  },
  {
    name: 'the nearest folder wins',
    list: aList([
      ['/app/db', 'K', 'deep'],
      ['/app', 'K', 'near'],
    ]),
    selection: { path: '/app' },
    secrets: ['/app K=near'],
    clashes: ['K /app'],
  },
  {
    name: 'of equally deep folders the first by name wins',
    list: aList([
      ['/b', 'K', 'b'],
      ['/a', 'K', 'a'],
      ['/c', 'K', 'c'],
    ]),
    secrets: ['/a K=a'],
    clashes: ['K /a'],
  },
  {
    name: 'a deep folder still wins over an import',
    list: aList([['/x/y/z', 'K', 'deep']], [['/shared', [['K', 'imported']]]]),
    secrets: ['/x/y/z K=deep'],
  },
  {
    name: 'elements without a path are of the asked folder',
    list: aList([[undefined, 'K', '1']]),
    selection: { path: '/app' },
    secrets: ['/app K=1'],
  },
  {
    name: 'one name',
    list: aList([
      ['/', 'A', '1'],
      ['/', 'a', '2'],
    ]),
    selection: { path: '/', secretName: 'a' },
    secrets: ['/ a=2'],
  },
  {
    name: 'tags, where they are told',
    list: aList([
      ['/', 'A', '1', ['red']],
      ['/', 'B', '2', ['blue', 'red']],
      ['/', 'C', '3', []],
      ['/', 'D', '4'],
    ]),
    selection: { path: '/', tagSlugs: ['blue', 'green'] },
    secrets: ['/ B=2', '/ D=4'],
  },
  { name: 'an empty value is a value', list: aList([['/', 'A', '']], [['/s', [['A', 'x']]]]), secrets: ['/ A='] },
  { name: 'no imports at all', list: { secrets: [] }, secrets: [] },
];

describe('applyPrecedence', () => {
  for (const { name, list, selection = { path: '/' }, secrets, clashes = [] } of CASES) {
    it(name, () => {
      const merged = applyPrecedence(list, selection);
      expect(merged.secrets.map(({ path, key, value }) => `${path} ${key}=${value}`)).to.deep.equal(secrets);
      expect(merged.clashes.map(({ key, path }) => `${key} ${path}`)).to.deep.equal(clashes);
    });
  }

  it('names withheld values, unless they lose', () => {
    const list: SecretListAnswer = {
      secrets: [
        { secretKey: 'A', secretValue: '<hidden>', secretValueHidden: true },
        { secretKey: 'B', secretValue: '1', secretValueHidden: false },
        { secretKey: 'B', secretValue: '<hidden>', secretValueHidden: true, secretPath: '/deep' },
      ],
    };
    expect(applyPrecedence(list, { path: '/' }).hidden).to.deep.equal(['A']);
  });

  it('gives the same for every order of the answer', () => {
    const secret = fc.record({
      id: fc.uuid(),
      secretKey: fc.constantFrom('A', 'B', 'C'),
      secretValue: fc.string(),
      secretPath: fc.constantFrom('/', '/a', '/b', '/a/c'),
    });
    const shuffled = fc
      .uniqueArray(secret, { selector: ({ id }) => id })
      .chain((secrets) => fc.tuple(fc.constant(secrets), fc.shuffledSubarray(secrets, { minLength: secrets.length })));
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(applyPrecedence({ secrets: one }, { path: '/' })).to.deep.equal(
          applyPrecedence({ secrets: other }, { path: '/' }),
        );
      }),
    );
  });
});
