import { expect } from 'chai';
import type { LoginMaterial } from '#kernel';
import { FakeSecretReader, anAuthRequest } from '#testkit';
import { LdapAuth } from '../../../src/plugins/auth/ldap/ldap-auth.ts';
import { IDENTITY_ID, logIn } from './log-in.ts';

async function prepare(text: Record<string, string>): Promise<LoginMaterial> {
  const secrets = new FakeSecretReader({ 'shop/creds': text });
  const spec = { identityId: IDENTITY_ID, credentialsRef: { secretName: 'creds', secretNamespace: undefined } };
  return new LdapAuth().prepare(anAuthRequest(spec, { secrets }), new AbortController().signal);
}

const directory = ({ username, password }: Readonly<Record<string, string>>): boolean =>
  username === 'amy' && password === ' right ';

describe('LdapAuth', () => {
  it('logs in with the user name trimmed, and the password as it is but for a final line break', async () => {
    const material = await prepare({ username: ' amy\n', password: ' right \r\n' });
    expect(await logIn(material, 'ldap', directory)).to.equal('accepted');
  });

  it('is refused with a wrong password', async () => {
    const material = await prepare({ username: 'amy', password: 'wrong' });
    expect(await logIn(material, 'ldap', directory)).to.equal('InvalidCredentials');
  });

  const OTHERS: readonly (readonly [string, Record<string, string>])[] = [
    ['user', { username: 'bob', password: 'one' }],
    ['password', { username: 'amy', password: 'two' }],
  ];
  for (const [what, other] of OTHERS) {
    it(`is another identity with another ${what}`, async () => {
      const [before, after] = [await prepare({ username: 'amy', password: 'one' }), await prepare(other)];
      expect(before).to.have.property('identity').that.does.not.equal(Reflect.get(after, 'identity'));
    });
  }

  it('refuses a password that is only white space', async () => {
    const error: unknown = await prepare({ username: 'amy', password: ' \n' }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ reason: 'CredentialsIncomplete', disposition: 'terminal' });
  });
});
