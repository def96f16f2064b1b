import { expect } from 'chai';
import { both, type ContractCase, ok, refused, table } from './case.ts';
import { blocks, get, list, values } from './secrets-api.ts';
import type { Stage } from './stage.ts';

const expanded = { expandSecretReferences: 'true' };

interface Shown {
  readonly '24': string;
  readonly '26': string;
}

/** What one value in `/empty` reads like once its references are replaced. */
function shows(name: string, value: string, shown: Shown | string, skipMultilineEncoding = false): ContractCase {
  return {
    name,
    before: ({ infisical, shop }) => infisical.secret(shop, 'dev', '/empty', 'IT', value, { skipMultilineEncoding }),
    ask: (stage) => list(stage, { secretPath: '/empty', ...expanded }),
    ...both(ok()),
    check: (answer, { surface }) => {
      expect(values(answer)).to.include({ IT: typeof shown === 'string' ? shown : shown[surface.era] });
    },
  };
}

function loop({ infisical, shop }: Stage): void {
  infisical.secret(shop, 'dev', '/empty', 'A', 'a-${B}');
  infisical.secret(shop, 'dev', '/empty', 'B', 'b-${A}');
}

/** Expansion of references, where the eras differ most. */
export const REFERENCES: readonly ContractCase[] = table([
  shows('no reference', 'costs $5 and ${ no reference', 'costs $5 and ${ no reference'),
  shows('another folder', '${dev.app.db.USER}!', 'amy!'),
  shows('another environment', '${staging.ONLY_STAGING}', 'from staging'),
  shows('white space in the braces', '${ dev.app.KEY }', 'k-1'),
  shows('twice the same', '${dev.app.KEY} ${dev.app.KEY}', 'k-1 k-1'),
  shows('a missing key stays as written', 'x${NOPE}y', 'x${NOPE}y'),
  shows('a missing folder stays as written', '${dev.nope.KEY}', '${dev.nope.KEY}'),
  shows('a missing environment stays as written', '${nope.KEY}', '${nope.KEY}'),
  shows('an empty target', '[${dev.EMPTY}]', { '24': '[${dev.EMPTY}]', '26': '[]' }),
  shows('a target of another folder that refers on', '${dev.app.LOCAL}', { '24': 'key is ${KEY}', '26': 'key is k-1' }),
  shows('a key the folder only imports', '${dev.REGION}', '${dev.REGION}'),
  shows('dollars in the target are text', '${dev.LITERAL}', 'costs $5 and ${ no reference'),
  shows('line breaks, plain', 'one\ntwo', 'one\ntwo'),
  shows('line breaks, marked, without a reference', 'one\ntwo', { '24': '"one\\ntwo"', '26': 'one\ntwo' }, true),
  shows('line breaks, marked, with a reference', 'one\n${dev.app.KEY}', '"one\\nk-1"', true),
  shows('no line break, marked', 'one ${dev.app.KEY}', 'one k-1', true),
  {
    name: 'within the folder, references are followed in both eras',
    before: ({ infisical, shop }) => infisical.secret(shop, 'dev', '/app', 'TWICE', '<${LOCAL}>'),
    ask: (stage) => list(stage, { secretPath: '/app', ...expanded }),
    ...both(ok()),
    check: (answer) => {
      expect(values(answer)).to.include({ TWICE: '<key is k-1>', URL: 'db://amy@db.local' });
    },
  },
  {
    name: 'a recursive list resolves each secret in its own folder',
    ask: (stage) => list(stage, { recursive: 'true', ...expanded }),
    ...both(ok()),
    check: (answer) => {
      expect(values(answer, { withPath: true })).to.include({ '/ GREETING': 'hello shop', '/app LOCAL': 'key is k-1' });
    },
  },
  {
    name: 'a loop is cut without an error',
    before: loop,
    ask: (stage) => list(stage, { secretPath: '/empty', ...expanded }),
    ...both(ok()),
    check: (answer, { surface }) => {
      // The older server finishes each key once, in the order of its list.
      const older = { A: 'a-b-${A}', B: 'b-${A}' };
      expect(values(answer)).to.deep.equal(surface.era === '24' ? older : { A: 'a-b-${A}', B: 'b-a-${B}' });
    },
  },
  {
    name: 'a chain of more than ten folders is cut',
    before: ({ infisical, shop }) => {
      for (let i = 0; i < 15; i++) infisical.secret(shop, 'dev', `/c${i}`, 'K', `${i} \${dev.c${i + 1}.K}`);
    },
    ask: (stage) => list(stage, { secretPath: '/c0', ...expanded }),
    '26': ok(),
    check: (answer) => {
      expect(values(answer)['K']).to.match(/^0 1 2 3 4 5 6 7 8 9 10 .*\$\{dev\.c\d+\.K\}$/u);
    },
  },
  {
    name: 'inside imports',
    before: ({ infisical, shop }) => infisical.secret(shop, 'dev', '/shared', 'LABEL', '${REGION}-${APP}'),
    ask: (stage) => list(stage, { include_imports: 'true', ...expanded }),
    ...both(ok()),
    check: (answer, { surface }) => {
      const value = surface.era === '24' ? '${REGION}-${APP}' : 'eu-shared';
      expect(blocks(answer)[0]?.values).to.include({ LABEL: value });
    },
  },
  {
    name: 'a single read',
    ask: (stage) => get(stage, 'GREETING', expanded),
    ...both(ok({ secret: { secretValue: 'hello shop' } })),
  },
  {
    name: 'a target the caller may not read',
    before: ({ infisical, shop, identities }) => {
      const hidden = [{ environment: 'staging', secretPath: '/**' }];
      infisical.removeFromProject(identities.member, shop);
      infisical.addToProject(identities.member, { project: shop, hidden });
    },
    ask: (stage) => get(stage, 'ACROSS', expanded),
    '24': ok({ secret: { secretValue: 'from staging' } }),
    '26': refused(403, 'PermissionDenied', {
      body: { details: [{ conditions: { environment: 'staging', secretPath: '/' } }] },
    }),
  },
]);
