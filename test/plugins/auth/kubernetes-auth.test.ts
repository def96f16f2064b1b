import { expect } from 'chai';
import { FakeServiceAccountTokens, anAuthRequest } from '#testkit';
import { KubernetesAuth } from '../../../src/plugins/auth/kubernetes/kubernetes-auth.ts';
import type { KubernetesAuthSpec } from '../../../src/plugins/auth/kubernetes/spec.ts';

const SPEC: KubernetesAuthSpec = {
  identityId: 'the-identity',
  serviceAccountRef: { name: 'app', namespace: undefined },
};

describe('KubernetesAuth', () => {
  it('mints no token before there is a login, and a new one for each', async () => {
    const tokens = new FakeServiceAccountTokens(['shop/app']);
    const material = await new KubernetesAuth().prepare(anAuthRequest(SPEC, { tokens }));
    expect(tokens.requests).to.deep.equal([]);
    if (material.kind !== 'login') throw new Error('expected a login');
    const { signal } = new AbortController();
    expect(await material.body(signal)).to.deep.equal({ identityId: 'the-identity', jwt: 'token-1 for shop/app' });
    expect(await material.body(signal)).to.deep.equal({ identityId: 'the-identity', jwt: 'token-2 for shop/app' });
  });

  it('asks for the shortest life, and for the audiences that the spec names', async () => {
    const tokens = new FakeServiceAccountTokens(['shop/app']);
    const spec = { ...SPEC, serviceAccountTokenAudiences: ['infisical'] };
    const material = await new KubernetesAuth().prepare(anAuthRequest(spec, { tokens }));
    if (material.kind === 'login') await material.body(new AbortController().signal);
    expect(tokens.requests).to.deep.equal([
      { namespace: 'shop', name: 'app', audiences: ['infisical'], expirationSeconds: 600 },
    ]);
  });
});
