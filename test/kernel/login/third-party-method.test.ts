import { expect } from 'chai';
import { z } from 'zod';
import { retryable, terminal } from '../../../src/kernel/index.ts';
import { settle } from '../../../src/testkit/fakes/index.ts';
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
  unchecked,
  type Prepare,
  type References,
} from './a-world.ts';

describe("a third party's login method", () => {
  describe('a plugin that breaks', () => {
    const nonsense: readonly { readonly name: string; readonly given: unknown }[] = [
      { name: 'nothing', given: undefined },
      { name: 'text', given: 'hush-hush' },
      { name: 'a method that is none', given: { ...LOGIN, method: 'hush-hush' } },
      { name: 'no body', given: { kind: 'login', method: 'jwt', identity: 'hush-hush' } },
      { name: 'an empty identity', given: { ...LOGIN, identity: '' } },
      { name: 'a token that would end its header', given: { kind: 'token', token: 'hush-hush\r\nx: y' } },
    ];
    for (const { name, given } of nonsense) {
      it(`gives ${name} for material: terminal PluginFailed`, async () => {
        const { logins } = aWorld({ prepare: () => Promise.resolve(unchecked(given)) });
        const error = await failure(logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
        expect(error).to.include({ disposition: 'terminal', reason: 'PluginFailed' });
        expect(error.message).to.match(/^Plugin acme\.vault gave login material that cannot be used/);
        expect(error.message).not.to.contain('hush-hush');
      });
    }

    for (const body of [
      { jwt: 7 },
      'hush-hush',
      { 'hush-hush': {} },
      Object.fromEntries([...Array(33).keys()].map((key) => [key, 'v'])),
    ]) {
      it(`gives ${JSON.stringify(body).slice(0, 20)} for a body: terminal PluginFailed`, async () => {
        const prepare: Prepare = () => Promise.resolve({ ...LOGIN, body: () => Promise.resolve(unchecked(body)) });
        const material = await aWorld({ prepare }).logins.prepare(acme(), RESOURCE, NO_SERVICES, signal);
        const error = await failure(bodyOf(material));
        expect(error).to.include({ disposition: 'terminal', reason: 'PluginFailed' });
        expect(error.message).to.equal('Plugin acme.vault gave a login body that cannot be used.');
      });
    }

    const words: readonly Error[] = [
      new Error('hush-hush'),
      unchecked('hush-hush'),
      unchecked(undefined),
      Object.assign(new Error('hush-hush'), { stack: 'hush-hush' }),
    ];
    for (const thrown of words) {
      it(`throws ${typeof thrown}: retryable PluginFailed, and the log has the place and not the message`, async () => {
        const { logins, log } = aWorld({
          prepare: () => Promise.reject(thrown),
        });
        const error = await failure(logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
        expect(error).to.include({ disposition: 'retryable', reason: 'PluginFailed' });
        expect(error.message).to.equal('Plugin acme.vault failed when preparing a login.');
        expect(log.lines).to.have.length(1);
        expect(log.lines[0]?.fields).to.include({ plugin: 'acme.vault', step: 'preparing a login' });
        expect(JSON.stringify(log.lines)).not.to.contain('hush-hush');
      });
    }

    it('throws by the contract: that is what users see, without its cause and in bounds', async () => {
      const thrown = terminal('CredentialsNotFound', 'x'.repeat(9_000), {
        hint: 'Make it.',
        cause: new Error('hush-hush'),
      });
      const error = await failure(
        aWorld({ prepare: () => Promise.reject(thrown) }).logins.prepare(acme(), RESOURCE, NO_SERVICES, signal),
      );
      expect(error).to.include({
        disposition: 'terminal',
        reason: 'CredentialsNotFound',
        hint: 'Make it.',
      });
      expect(error.cause).to.equal(undefined);
      expect(error.message).to.have.length(1_024);
    });

    it('asks for a pause: no longer than an hour', async () => {
      const thrown = retryable('RateLimited', 'Slower.', { retryAfterMs: Infinity });
      const error = await failure(
        aWorld({ prepare: () => Promise.reject(thrown) }).logins.prepare(acme(), RESOURCE, NO_SERVICES, signal),
      );
      expect(error).to.include({ reason: 'RateLimited', retryAfterMs: 3_600_000 });
    });

    it('throws with a reason that there is not: PluginFailed', async () => {
      const thrown = terminal(unchecked('toString'), 'Hm.');
      const error = await failure(
        aWorld({ prepare: () => Promise.reject(thrown) }).logins.prepare(acme(), RESOURCE, NO_SERVICES, signal),
      );
      expect(error).to.include({ reason: 'PluginFailed' });
    });

    for (const { name, spec } of [
      {
        name: 'throws',
        spec: z.any().refine(() => {
          throw new Error('hush-hush');
        }),
      },
      { name: 'is asynchronous', spec: z.any().refine(() => Promise.resolve(true)) },
      { name: 'gives no verdict', spec: unchecked({ safeParse: () => 'hush-hush' }) },
    ]) {
      it(`has a schema that ${name}: terminal PluginFailed`, async () => {
        const error = await failure(aWorld({ spec }).logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
        expect(error).to.include({ disposition: 'terminal', reason: 'PluginFailed' });
        expect(error.message).not.to.contain('hush-hush');
      });
    }

    const badReferences: readonly { readonly name: string; readonly references: References }[] = [
      {
        name: 'throws',
        references: () => {
          throw new Error('hush-hush');
        },
      },
      { name: 'gives text', references: () => unchecked('hush-hush') },
      { name: 'names a kind that it does not watch', references: () => [{ ...SECRET, kind: 'ConfigMap' }] },
      { name: 'names too many', references: () => Array.from({ length: 65 }, () => SECRET) },
    ];
    for (const { name, references } of badReferences) {
      it(`${name} when asked for its references: none, and PluginFailed in the pass`, async () => {
        const { logins } = aWorld({ references });
        expect(logins.references(acme(), RESOURCE)).to.deep.equal([]);
        const error = await failure(logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
        expect(error).to.include({ disposition: 'terminal', reason: 'PluginFailed' });
      });
    }
  });

  describe('a plugin that hangs', () => {
    const never = (): Promise<never> => new Promise(() => undefined);

    it('is given up on after ten seconds, and its signal aborts', async () => {
      let given: AbortSignal | undefined;
      const prepare: Prepare = (_, limited) => {
        given = limited;
        return never();
      };
      const { logins, clock } = aWorld({ prepare });
      const failed = failure(logins.prepare(acme(), RESOURCE, NO_SERVICES, signal));
      await clock.advance(9_999);
      expect(given?.aborted).to.equal(false);
      await clock.advance(1);
      expect(await failed).to.include({
        disposition: 'retryable',
        message: 'Plugin acme.vault gave no answer within 10 s when preparing a login.',
      });
      expect(given?.aborted).to.equal(true);
      expect(clock.timers).to.equal(0);
    });

    it('has thirty seconds for a body', async () => {
      const { logins, clock } = aWorld({ prepare: () => Promise.resolve({ ...LOGIN, body: never }) });
      const failed = failure(bodyOf(await logins.prepare(acme(), RESOURCE, NO_SERVICES, signal)));
      await clock.advance(30_000);
      expect((await failed).message).to.match(/within 30 s when making the body/);
    });

    it('ends with the signal of the pass, whatever it makes of its own', async () => {
      const stop = new AbortController();
      const { logins, clock } = aWorld({ prepare: never });
      const reason = new Error('stop');
      const ended = logins.prepare(acme(), RESOURCE, NO_SERVICES, stop.signal).catch((error: unknown) => error);
      await settle();
      stop.abort(reason);
      expect(await ended).to.equal(reason);
      expect(clock.timers).to.equal(0);
    });
  });
});
