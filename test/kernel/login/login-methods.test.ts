import { expect } from 'chai';
import { z } from 'zod';
import { LoginMethods, Container, loadPlugins, type AuthRequest } from '../../../src/kernel/index.ts';
import { FakeClock, RecordingLog } from '../../../src/testkit/fakes/index.ts';
import {
  NO_SERVICES,
  LOGIN,
  RESOURCE,
  SECRET,
  aWorld,
  acme,
  bodyOf,
  failure,
  signal,
  type Prepare,
} from './a-world.ts';

describe('LoginMethods', () => {
  it('finds a built-in method by its field, and not by the name of a plugin', async () => {
    const { logins } = aWorld();
    const chosen = { field: 'builtIn', key: 'builtIn', spec: {} };
    expect(await logins.prepare(chosen, RESOURCE, NO_SERVICES, signal)).to.equal(LOGIN);
    expect(logins.references(chosen, RESOURCE)).to.deep.equal([SECRET]);
    expect(await failure(logins.prepare({ ...chosen, field: 'plugin' }, RESOURCE, NO_SERVICES, signal))).to.include({
      disposition: 'terminal',
      reason: 'PluginUnavailable',
      hint: 'Available: acme.',
    });
  });

  it("finds a third party's method by name, and not by a field", async () => {
    const { logins } = aWorld();
    expect(await logins.prepare(acme(), RESOURCE, NO_SERVICES, signal)).to.include({ kind: 'login', method: 'jwt' });
    const fielded = await failure(logins.prepare({ ...acme(), field: 'acme' }, RESOURCE, NO_SERVICES, signal));
    expect(fielded).to.include({ reason: 'PluginUnavailable', hint: 'Available: builtIn.' });
    expect(logins.references({ ...acme(), field: 'acme' }, RESOURCE)).to.deep.equal([]);
  });

  it('says that there is none where there is none', async () => {
    const logins = new LoginMethods(loadPlugins([], Container.create()), new FakeClock(), new RecordingLog());
    const error = await failure(logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
    expect(error.userMessage).to.equal(
      'spec.authentication.plugin.name: no plugin of a third party has the login method "acme". None is loaded.',
    );
  });

  it('gives the plugin its parsed settings, and of the resource only the key', async () => {
    const seen: AuthRequest<unknown>[] = [];
    const spec = z.object({ mount: z.string().transform((text) => text.toUpperCase()) });
    const prepare: Prepare = (request) => {
      seen.push(request);
      return Promise.resolve(LOGIN);
    };
    const { logins } = aWorld({ spec, prepare });
    await logins.prepare(acme({ mount: 'kv' }), { ...RESOURCE, ...{ uid: 'u' } }, NO_SERVICES, signal);
    expect(seen).to.deep.equal([{ spec: { mount: 'KV' }, resource: RESOURCE, ...NO_SERVICES }]);
  });

  it('does not let a plugin change what the spec holds', async () => {
    const config = { list: ['a'] };
    const prepare: Prepare = ({ spec }) => {
      (spec as typeof config).list.push('b');
      return Promise.resolve(LOGIN);
    };
    await aWorld({ prepare }).logins.prepare(acme(config), RESOURCE, NO_SERVICES, signal);
    expect(config).to.deep.equal({ list: ['a'] });
  });

  it('makes the plugin part of the identity, so that it cannot name that of another method', async () => {
    const material = await aWorld().logins.prepare(acme(), RESOURCE, NO_SERVICES, signal);
    expect(material).to.have.property('identity', JSON.stringify(['acme.vault', 'me']));
    expect(await bodyOf(material)).to.deep.equal({ jwt: 'j' });
  });

  it('keeps the object that a body belongs to', async () => {
    class Material {
      readonly kind = 'login';
      readonly method = 'jwt';
      readonly identity = 'me';
      private readonly jwt = 'mine';
      body(): Promise<Readonly<Record<string, string>>> {
        return Promise.resolve({ jwt: this.jwt });
      }
    }
    const material = await aWorld({ prepare: () => Promise.resolve(new Material()) }).logins.prepare(
      acme(),
      RESOURCE,
      NO_SERVICES,
      signal,
    );
    expect(await bodyOf(material)).to.deep.equal({ jwt: 'mine' });
  });

  describe('settings that the schema refuses', () => {
    const spec = z.object({
      mount: z.string().regex(/^kv/, { error: ({ input }) => `not ${String(input)}` }),
      retries: z.array(z.number()).optional(),
    });

    for (const { name, config, says } of [
      {
        name: 'a missing field',
        config: {},
        says: /^Plugin acme\.vault refuses spec\.authentication\.plugin\.config\.mount: /,
      },
      { name: 'an element of a list', config: { mount: 'kv', retries: [1, 'x'] }, says: /config\.retries\[1\]: / },
      { name: 'a message that quotes the value', config: { mount: 'hush-hush' }, says: /config\.mount: not …\.$/ },
    ]) {
      it(`names plugin and field of ${name}, and shows no value`, async () => {
        const { logins } = aWorld({ spec });
        const error = await failure(logins.prepare(acme(config), RESOURCE, NO_SERVICES, signal));
        expect(error).to.include({ disposition: 'terminal', reason: 'PluginConfigInvalid' });
        expect(error.message).to.match(says);
        expect(logins.references(acme(config), RESOURCE)).to.deep.equal([]);
      });
    }

    it('tells of the first five fields', async () => {
      const many = z.object(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, z.string()])));
      const { message } = await failure(aWorld({ spec: many }).logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
      expect(message.split('; ')).to.have.length(5);
    });
  });
});
