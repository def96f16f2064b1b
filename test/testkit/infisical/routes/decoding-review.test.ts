import { expect } from 'chai';
import { decodingReview } from '../../../../src/testkit/infisical/index.ts';

const BOUND = { namespace: 'shop', serviceaccount: { name: 'operator' } };
const USERNAME = 'system:serviceaccount:shop:operator';

function jwt(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
}

interface Case {
  readonly name: string;
  readonly token: string;
  readonly asked?: readonly string[];
  readonly apiAudiences?: readonly string[];
  readonly verdict: object;
}

const cases: readonly Case[] = [
  {
    name: 'reads the bound account',
    token: jwt({ aud: ['api'], 'kubernetes.io': BOUND }),
    verdict: { authenticated: true, username: USERNAME, audiences: ['api'] },
  },
  {
    name: 'reads the subject, and a single audience',
    token: jwt({ aud: 'api', sub: USERNAME }),
    verdict: { authenticated: true, username: USERNAME, audiences: ['api'] },
  },
  { name: 'refuses what is no token', token: 'garbage', verdict: { authenticated: false } },
  { name: 'refuses other subjects', token: jwt({ sub: 'amy' }), verdict: { authenticated: false } },
  {
    name: 'wants one of the audiences it is asked for',
    token: jwt({ aud: ['api', 'infisical'], sub: USERNAME }),
    asked: ['infisical'],
    verdict: { authenticated: true, audiences: ['infisical'] },
  },
  {
    name: 'refuses a token for others',
    token: jwt({ aud: ['api'], sub: USERNAME }),
    asked: ['infisical'],
    verdict: { authenticated: false },
  },
  {
    name: 'refuses a token for others only, when asked for none',
    token: jwt({ aud: ['infisical'], sub: USERNAME }),
    apiAudiences: ['api'],
    verdict: { authenticated: false },
  },
];

describe('decodingReview', () => {
  for (const { name, token, asked, apiAudiences, verdict } of cases) {
    it(name, () => {
      expect(decodingReview(apiAudiences)(token, asked)).to.deep.include(verdict);
    });
  }
});
