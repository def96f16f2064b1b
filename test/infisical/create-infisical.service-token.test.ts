import { expect } from 'chai';
import type { SourceScope } from '#kernel';
import type { ServiceTokenSpec } from '../../src/testkit/infisical/index.ts';
import { ClientBench, ERAS } from './fixtures/client.ts';
import { noAbort, operatorErrorOf } from './fixtures/rejection.ts';

for (const era of ERAS) {
  describe(`createInfisical with service tokens over a server of ${era}`, () => {
    let bench: ClientBench;

    beforeEach(async () => {
      bench = await ClientBench.start(era);
      bench.server.secret(bench.project, 'dev', '/app', 'PORT', '5432');
    });
    afterEach(() => bench.stop());

    async function read(token: string, scope: SourceScope): Promise<string[]> {
      const session = await bench.infisical.open({ url: bench.server.url }, { kind: 'token', token }, noAbort());
      const { secrets } = await session.read(scope, { maxAgeMs: 0 }, noAbort());
      return secrets.map(({ key, path }) => `${path} ${key}`);
    }
    function aToken(...scopes: ServiceTokenSpec['scopes']): string {
      return bench.server.serviceToken(bench.project, { scopes, permissions: ['read'] });
    }

    it('takes project, environment and path from a token with one scope', async () => {
      const token = aToken({ environment: 'dev', secretPath: '/app' });
      expect(await read(token, { path: '/', recursive: false })).to.deep.equal(['/app PORT']);
    });

    it('takes what the scope says from a token with wildcards, in three parts as in four', async () => {
      const token = aToken({ environment: 'dev', secretPath: '/**' });
      const scope = { environment: 'dev', path: '/', recursive: true };
      expect(await read(token, scope)).to.deep.equal(['/ DB_URL', '/app PORT']);
      expect(await read(token.split('.').slice(0, 3).join('.'), scope)).to.deep.equal(['/ DB_URL', '/app PORT']);
    });

    it('asks for the token once', async () => {
      const token = aToken({ environment: 'dev', secretPath: '/**' });
      await Promise.all([1, 2, 3].map(() => read(token, { path: '/app', recursive: false })));
      await read(token, { path: '/', recursive: false });
      expect(bench.server.calls.count('service-token.get')).to.equal(1);
      expect(bench.server.calls.count('auth.login')).to.equal(0);
    });

    it('refuses to read another place than the one that the server would give', async () => {
      const token = aToken({ environment: 'dev', secretPath: '/app' });
      const error = await operatorErrorOf(read(token, { environment: 'prod', path: '/', recursive: false }));
      expect(error).to.include({ reason: 'AccessDenied', disposition: 'terminal' });
      expect(bench.server.calls.count('secrets.list')).to.equal(0);
    });

    it('says that a place is outside of what the token may read', async () => {
      const token = aToken({ environment: 'dev', secretPath: '/app/**' }, { environment: 'dev', secretPath: '/app' });
      const error = await operatorErrorOf(read(token, { environment: 'dev', path: '/', recursive: false }));
      expect(error).to.include({ reason: 'AccessDenied', disposition: 'terminal' });
    });

    it('tells an empty folder from none', async () => {
      bench.server.folder(bench.project, 'dev', '/empty');
      const token = aToken({ environment: 'dev', secretPath: '/**' });
      expect(await read(token, { path: '/empty', recursive: false })).to.deep.equal([]);
      const error = await operatorErrorOf(read(token, { path: '/nope', recursive: false }));
      expect(error.reason).to.equal('SourceNotFound');
    });

    const wrong: readonly (readonly [name: string, make: (token: string) => string])[] = [
      ['a wrong secret', (token) => token.replace(/\.[^.]+\.[^.]+$/, '.0123456789abcdef0123456789abcdef.00')],
      ['an unknown id', () => 'st.00000000-0000-4000-8000-000000000000.0123456789abcdef0123456789abcdef.00'],
      ['a malformed one', () => 'st.nope'],
    ];
    for (const [name, make] of wrong) {
      it(`says that the token is not taken: ${name}`, async () => {
        const token = make(aToken({ environment: 'dev', secretPath: '/' }));
        const error = await operatorErrorOf(read(token, { path: '/', recursive: false }));
        expect(error).to.include({ reason: 'InvalidCredentials', disposition: 'terminal' });
        expect(error.userMessage).not.to.include(token);
      });
    }

    it('notices that a token was deleted, at the next session at the latest', async () => {
      const token = aToken({ environment: 'dev', secretPath: '/**' });
      const scope = { path: '/', recursive: false };
      await read(token, scope);
      bench.server.removeServiceToken(token);
      for (let round = 0; round < 2; round += 1) {
        expect(await operatorErrorOf(read(token, scope))).to.have.property('reason', 'InvalidCredentials');
      }
      expect(bench.server.calls.count('service-token.get')).to.equal(2);
    });
  });
}
