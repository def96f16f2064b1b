import { expect } from 'chai';
import type { LoginMaterial } from '#kernel';
import { FakeSecretReader, anAuthRequest } from '#testkit';
import { UniversalAuth } from '../../../src/plugins/auth/universal/universal-auth.ts';

async function prepare(text: Record<string, string>): Promise<LoginMaterial> {
  const secrets = new FakeSecretReader({ 'shop/creds': text });
  const spec = { credentialsRef: { secretName: 'creds', secretNamespace: undefined } };
  return new UniversalAuth().prepare(anAuthRequest(spec, { secrets }), new AbortController().signal);
}

describe('UniversalAuth', () => {
  it('sends client id and secret without the white space that editors add', async () => {
    const material = await prepare({ clientId: ' id\n', clientSecret: 'secret\r\n' });
    if (material.kind !== 'login') throw new Error('expected a login');
    expect(await material.body(new AbortController().signal)).to.deep.equal({ clientId: 'id', clientSecret: 'secret' });
  });

  it('is another identity when the client secret was rotated', async () => {
    const [before, after] = [
      await prepare({ clientId: 'id', clientSecret: 'one' }),
      await prepare({ clientId: 'id', clientSecret: 'two' }),
    ];
    expect(before).to.have.property('identity').that.does.not.equal(Reflect.get(after, 'identity'));
  });

  it('refuses a client secret that is only white space', async () => {
    const error: unknown = await prepare({ clientId: 'id', clientSecret: ' \n' }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
  });
});
