import { expect } from 'chai';
import { FakeServiceAccountTokens, anAuthRequest } from '#testkit';
import type { LoginMaterial } from '#kernel';
import { KubernetesAuth } from '../../../src/plugins/auth/kubernetes/kubernetes-auth.ts';
import type { KubernetesAuthSpec } from '../../../src/plugins/auth/kubernetes/spec.ts';

const SPEC: KubernetesAuthSpec = {
  identityId: 'the-identity',
  serviceAccountRef: { name: 'app', namespace: undefined },
};
const { signal } = new AbortController();

/** What the method works with: one ServiceAccount, which may have a stored token. */
function aWorld(stored?: string) {
  const tokens = new FakeServiceAccountTokens(['shop/app'], stored === undefined ? {} : { 'shop/app': stored });
  const prepare = (more: Partial<KubernetesAuthSpec> = {}): Promise<LoginMaterial> =>
    new KubernetesAuth().prepare(anAuthRequest({ ...SPEC, ...more }, { tokens }), signal);
  return { tokens, prepare };
}

async function bodyOf(material: LoginMaterial): Promise<Readonly<Record<string, string>>> {
  if (material.kind !== 'login') throw new Error('expected a login');
  return material.body(signal);
}

function identityOf(material: LoginMaterial): string {
  if (material.kind !== 'login') throw new Error('expected a login');
  return material.identity;
}

describe('KubernetesAuth', () => {
  it('mints no token before there is a login, and a new one for each', async () => {
    const { tokens, prepare } = aWorld();
    const material = await prepare();
    expect(tokens.requests).to.deep.equal([]);
    expect(await bodyOf(material)).to.deep.equal({ identityId: 'the-identity', jwt: 'token-1 for shop/app' });
    expect(await bodyOf(material)).to.deep.equal({ identityId: 'the-identity', jwt: 'token-2 for shop/app' });
  });

  it('asks for the shortest life, and for the audiences that the spec names', async () => {
    const { tokens, prepare } = aWorld();
    await bodyOf(await prepare({ serviceAccountTokenAudiences: ['infisical'] }));
    expect(tokens.requests).to.deep.equal([
      { namespace: 'shop', name: 'app', audiences: ['infisical'], expirationSeconds: 600 },
    ]);
  });

  for (const autoCreateServiceAccountToken of [undefined, true]) {
    it(`looks for no stored token when autoCreateServiceAccountToken is ${String(autoCreateServiceAccountToken)}`, async () => {
      const { tokens, prepare } = aWorld('stored');
      await bodyOf(await prepare({ autoCreateServiceAccountToken }));
      expect(tokens.looked).to.deep.equal([]);
      expect(tokens.requests).to.have.length(1);
    });
  }

  describe('with autoCreateServiceAccountToken: false', () => {
    const never = { autoCreateServiceAccountToken: false };

    it('logs in with the stored token, and mints none', async () => {
      const { tokens, prepare } = aWorld('stored');
      expect(await bodyOf(await prepare(never))).to.deep.equal({ identityId: 'the-identity', jwt: 'stored' });
      expect(tokens.requests).to.deep.equal([]);
    });

    it('takes another stored token for another identity', async () => {
      const [first, second] = [await aWorld('a').prepare(never), await aWorld('b').prepare(never)];
      expect(identityOf(first)).not.to.equal(identityOf(second));
      expect(identityOf(first)).to.equal(identityOf(await aWorld('a').prepare(never)));
    });

    it('mints one for each login where there is no stored one, with its audiences', async () => {
      const { tokens, prepare } = aWorld();
      const material = await prepare({ ...never, serviceAccountTokenAudiences: ['infisical'] });
      expect(await bodyOf(material)).to.have.property('jwt', 'token-1 for shop/app');
      expect(tokens.requests[0]).to.deep.include({ audiences: ['infisical'] });
    });
  });
});
