import { expect } from 'chai';
import { z } from 'zod';
import {
  AUTH_METHOD,
  Container,
  contribute,
  CONTRACT_VERSION,
  definePlugin,
  EXTENSION_POINTS,
  EXTENSIONS,
  loadPlugins,
  LOG,
  PluginError,
  service,
  SYNC_TARGET,
  token,
  type AuthMethod,
  type Log,
  type LoginMaterial,
  type PluginManifest,
} from '../../../src/kernel/index.ts';
import { RecordingLog } from '../../../src/testkit/fakes/index.ts';

class FixedTokenMethod implements AuthMethod<unknown> {
  prepare(): Promise<LoginMaterial> {
    return Promise.resolve({ kind: 'token', token: 'for tests' });
  }
}

@service(LOG)
class LoggingMethod extends FixedTokenMethod {
  constructor(readonly log: Log) {
    super();
  }
}

@service(token<string>('test.nobody-registers-this'))
class HungryMethod extends FixedTokenMethod {
  constructor(readonly wish: string) {
    super();
  }
}

function aPlugin(
  id: string,
  key: string,
  use: new (...args: never[]) => AuthMethod<unknown> = FixedTokenMethod,
): PluginManifest {
  return definePlugin({
    id,
    contract: CONTRACT_VERSION,
    summary: 'A login method for tests.',
    contributes: [
      contribute(AUTH_METHOD, {
        key,
        spec: z.unknown(),
        use,
        scope: 'token',
        watches: [],
        references: () => [],
        identity: 'resource' as const,
      }),
    ],
  });
}

describe('loadPlugins', () => {
  let root: Container;

  beforeEach(() => {
    root = Container.create();
    root.register(LOG, new RecordingLog());
  });

  it('registers contributions under their point, in the order of loading', () => {
    const registry = loadPlugins([aPlugin('auth.b', 'b'), aPlugin('auth.a', 'a')], root);
    expect(registry.all(AUTH_METHOD).map(({ plugin, contribution }) => [plugin, contribution.key])).to.deep.equal([
      ['auth.b', 'b'],
      ['auth.a', 'a'],
    ]);
    expect(registry.all(SYNC_TARGET)).to.deep.equal([]);
    expect(registry.find(AUTH_METHOD, 'a')?.plugin).to.equal('auth.a');
    expect(registry.find(AUTH_METHOD, 'c')).to.equal(undefined);
    expect(registry.find(SYNC_TARGET, 'a')).to.equal(undefined);
  });

  it('makes the registry itself a service', () => {
    const registry = loadPlugins([], root);
    expect(root.resolve(EXTENSIONS)).to.equal(registry);
  });

  it('says all problems in one message, and registers nothing', () => {
    const load = (): unknown => loadPlugins([aPlugin('auth.a', 'same'), aPlugin('BAD', 'same')], root);
    expect(load).to.throw(PluginError, /BAD.*<area>[\s\S]*BAD.*claims the key "same".*"auth\.a"/);
    expect(root.has(EXTENSIONS)).to.equal(false);
  });

  it('constructs nothing before it is asked, and each class once', () => {
    let made = 0;
    class Counted extends FixedTokenMethod {
      readonly number = (made += 1);
    }
    const registry = loadPlugins([aPlugin('auth.a', 'a', Counted)], root);
    expect(made).to.equal(0);
    const first = registry.find(AUTH_METHOD, 'a')?.instance();
    registry.constructAll((plugin) => expect.fail(plugin));
    expect(registry.find(AUTH_METHOD, 'a')?.instance()).to.equal(first);
    expect(registry.all(AUTH_METHOD)[0]?.instance()).to.equal(first);
    expect(made).to.equal(1);
  });

  it('gives a plugin the services of the kernel', () => {
    const registry = loadPlugins([aPlugin('auth.a', 'a', LoggingMethod)], root);
    expect(registry.find(AUTH_METHOD, 'a')?.instance()).to.have.property('log', root.resolve(LOG));
  });

  for (const { name, use, says } of [
    { name: 'a dependency that nobody registered', use: HungryMethod, says: /plugin "auth\.a".*nobody-registers-this/ },
    {
      name: 'a constructor that throws',
      use: class Throwing extends FixedTokenMethod {
        constructor() {
          super();
          throw new Error('no luck');
        }
      },
      says: /plugin "auth\.a".*no luck/,
    },
  ]) {
    it(`names the plugin at the start for ${name}`, () => {
      const registry = loadPlugins([aPlugin('auth.ok', 'ok'), aPlugin('auth.a', 'a', use)], root);
      expect(() => {
        registry.constructAll((plugin) => expect.fail(plugin));
      }).to.throw(says);
    });
  }

  it('tells of a third party that cannot be constructed, and goes on', () => {
    const registry = loadPlugins([aPlugin('auth.ok', 'ok')], root, {
      thirdParty: [aPlugin('acme.a', 'a', HungryMethod)],
    });
    const failed: string[] = [];
    registry.constructAll((plugin, error) => failed.push(`${plugin}: ${String(error)}`));
    expect(failed).to.have.length(1);
    expect(failed[0]).to.match(/^acme\.a: .*nobody-registers-this/);
    expect(() => registry.find(AUTH_METHOD, 'a')?.instance()).to.throw(/nobody-registers-this/);
  });

  it('keeps apart what is built in and what is not', () => {
    const registry = loadPlugins([aPlugin('auth.a', 'a')], root, { thirdParty: [aPlugin('acme.b', 'b')] });
    expect(registry.all(AUTH_METHOD).map(({ plugin, origin }) => [plugin, origin])).to.deep.equal([
      ['auth.a', 'built-in'],
      ['acme.b', 'third-party'],
    ]);
  });

  it('leaves out what is switched off, and still lets nobody else have its key', () => {
    const disabled = ['auth.a'];
    const registry = loadPlugins([aPlugin('auth.a', 'a')], root, { thirdParty: [aPlugin('acme.b', 'b')], disabled });
    expect(registry.all(AUTH_METHOD).map(({ plugin }) => plugin)).to.deep.equal(['acme.b']);
    const shadow = { thirdParty: [aPlugin('acme.b', 'A')], disabled };
    expect(() => loadPlugins([aPlugin('auth.a', 'a')], Container.create(), shadow)).to.throw(
      PluginError,
      /"acme\.b" claims the key "A".*"auth\.a"/,
    );
  });

  it('refuses a login method that is not what the contract says', () => {
    const contribution = {
      key: 'a',
      use: FixedTokenMethod,
      spec: z.unknown(),
      scope: 'token',
      identity: 'resource',
      watches: 'Secret',
    };
    const manifest = { ...aPlugin('acme.a', 'a'), contributes: [{ point: AUTH_METHOD.id, contribution }] };
    expect(() => loadPlugins([], root, { thirdParty: [manifest] })).to.throw(PluginError, /acme\.a.*at "watches"/);
  });

  it('offers the extension points of the kernel', () => {
    expect(EXTENSION_POINTS.map(({ id }) => id)).to.have.members([
      'auth-method',
      'resource',
      'sync-target',
      'reloader',
      'generator',
    ]);
  });
});
