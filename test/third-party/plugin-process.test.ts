import { expect } from 'chai';
import { OperatorError } from '../../src/kernel/index.ts';
import { FakeClock } from '../../src/testkit/fakes/index.ts';
import { bodyOf, type OpenedPlugin } from '../builders/opened-plugin.ts';
import { SOUND_CODE } from '../builders/plugin-folders.ts';
import { eventually } from '../e2e/harness/index.ts';
import { SPEC, WORLD, doing, failureOf, onePluginPerTest } from './one-plugin-per-test.ts';

/** Waits until the plugin has read so often: then its call runs. */
const reads = async ({ secrets }: OpenedPlugin, count: number): Promise<unknown> =>
  eventually(`${count} reads`, () => secrets.reads.length >= count || undefined);

describe('the process of a plugin', () => {
  const { open, failing } = onePluginPerTest();

  it('gives login material, and the body when it is wanted', async () => {
    const material = await (await open({ code: SOUND_CODE })).prepare({ ...SPEC, identityId: 'me' });
    expect(material).to.deep.include({ kind: 'login', method: 'jwt', identity: 'open-sesame' });
    expect(await bodyOf(material)).to.deep.equal({ identityId: 'me', jwt: 'open-sesame' });
  });

  it('gives a token that is sent as it is', async () => {
    const plugin = await open({ code: doing(`return { kind: 'token', token: 'st.1' };`) });
    expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: 'st.1' });
  });

  it('runs the next call in a new process when it has ended', async () => {
    const plugin = await open({
      code: doing(`if (request.spec.identityId === 'exit') process.exit(3); return { kind: 'token', token: 'st.1' };`),
    });
    expect((await failureOf(plugin.prepare({ ...SPEC, identityId: 'exit' }))).message).to.match(/ended by itself/);
    expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: 'st.1' });
  });

  const crashes: readonly (readonly [string, string, RegExp])[] = [
    [
      'an error that nobody catches',
      `setTimeout(() => { throw new Error('x'); }); await new Promise(() => {});`,
      /ended by itself, with code 1/,
    ],
    [
      'a promise that nobody looks at',
      `Promise.reject(new Error('x')); await new Promise(() => {});`,
      /ended by itself, with code 1/,
    ],
    ['memory without end', `const all = []; for (;;) all.push(new Array(1000).fill(0));`, /uses too much memory/],
  ];
  for (const [title, statements, says] of crashes) {
    it(`ends with ${title}`, async () => {
      expect((await failing(statements)).message).to.match(says);
    });
  }

  it('ends with more memory outside of its heap than anybody needs', async function () {
    if (process.platform !== 'linux') this.skip();
    const { message } = await failing(
      `const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise((resolve) => setTimeout(resolve, 20)); }`,
    );
    expect(message).to.match(/used too much memory, more than 192 MB/);
  });

  it('ends with more calls of services at once than anybody needs', async () => {
    const code = doing(
      `for (let i = 0; i < 100; i++) request.secrets.read({ namespace: 'shop', name: 'word' }); await new Promise(() => {});`,
    );
    const plugin = await open({ code }, { silent: true });
    expect((await failureOf(plugin.prepare(SPEC))).message).to.match(/calls too much at once/);
  });

  it('tells where the code failed, and nothing of what was said', async () => {
    const error = await failing(`const e = new TypeError('open-sesame'); e.stack += '\\n    at open-sesame'; throw e;`);
    expect(error).not.to.be.instanceOf(OperatorError);
    expect(String(error.stack)).to.match(/^PluginCodeError\n {4}at index\.js:1:\d+$/);
  });

  for (const thrown of [
    'null',
    '7',
    '{}',
    '{ get stack() { throw 1; } }',
    `Object.create(null)`,
    'new Proxy({}, { get() { throw 1; } })',
  ]) {
    it(`takes ${thrown} for a failure`, async () => {
      expect((await failing(`throw ${thrown};`)).name).to.equal('PluginCodeError');
    });
  }

  it('gives on errors by the contract, without what the plugin was given', async () => {
    const error = await failing(
      `const word = (await request.secrets.read({ namespace: 'shop', name: 'word' })).get('word');
       throw retryable('CloudUnavailable', 'No answer to ' + word, { hint: 'Not ' + btoa(word), retryAfterMs: 5000 });`,
    );
    expect(error).to.deep.include({
      reason: 'CloudUnavailable',
      disposition: 'retryable',
      message: 'Plugin acme.acme: No answer to …',
      hint: 'Not …',
      retryAfterMs: 5_000,
    });
  });

  it('blanks variables that it was given, too', async () => {
    const plugin = await open(
      {
        code: doing(`throw terminal('InvalidSpec', 'Not ' + process.env.MINE);`),
        manifest: { needs: { 'env:MINE': 'says it' } },
      },
      { environment: { MINE: 'a-variable' } },
    );
    expect((await failureOf(plugin.prepare(SPEC))).message).to.equal('Plugin acme.acme: Not …');
  });

  it('takes a reason that is none of the list for a fault', async () => {
    expect((await failing(`throw terminal('NoSuchReason', 'x');`)).name).to.equal('PluginCodeError');
  });

  it('gives on the error of a service as it is', async () => {
    const error = await failing(`await request.secrets.read({ namespace: 'shop', name: 'other' });`);
    expect(error).to.deep.include({ reason: 'CredentialsNotFound', message: 'Secret shop/other does not exist.' });
  });

  it('refuses services that the manifest does not ask for', async () => {
    const plugin = await open({ code: doing(`await request.platform.file('/etc/hostname');`) });
    const error = await failureOf(plugin.prepare(SPEC));
    expect(error.message).to.equal('the plugin uses platform.file, which its manifest does not ask for');
    expect(plugin.platform.reads).to.deep.equal([]);
  });

  const lies: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', 'undefined', /cannot be used/],
    ['a number', '7', /cannot be used/],
    [
      'a method that Infisical does not have',
      `{ kind: 'login', method: 'magic', identity: 'a', body: () => ({}) }`,
      /cannot be used: method/,
    ],
    ['no identity', `{ kind: 'login', method: 'jwt', identity: '', body: () => ({}) }`, /cannot be used: identity/],
    ['no body', `{ kind: 'login', method: 'jwt', identity: 'a' }`, /cannot be used: body/],
    ['a token that is none', `{ kind: 'token', token: 7 }`, /cannot be used: token/],
  ];
  for (const [title, material, says] of lies) {
    it(`refuses ${title} for material`, async () => {
      const error = await failing(`return ${material};`);
      expect(error).to.deep.include({ reason: 'PluginFailed', disposition: 'terminal' });
      expect(error.message).to.match(says);
    });
  }

  it('refuses a body that is none, and an identity that is another each time', async () => {
    const plugin = await open({
      code: doing(
        `const { identityId } = request.spec;
         return { kind: 'login', method: 'jwt', identity: identityId === 'random' ? String(Math.random()) : 'a', body: () => ({ jwt: 7 }) };`,
      ),
    });
    const first = await failureOf(plugin.prepare(SPEC).then(bodyOf));
    expect(first.message).to.match(/cannot be used: body/);
    const second = await failureOf(plugin.prepare({ ...SPEC, identityId: 'random' }).then(bodyOf));
    expect(second.message).to.match(/cannot be used: body|named another identity/);
  });

  it('throws away what the plugin prints, and tells once that it does', async () => {
    const plugin = await open({
      code: doing(`console.log('open-sesame'); console.error('open-sesame'); return { kind: 'token', token: 'st.1' };`),
    });
    await plugin.prepare(SPEC);
    await plugin.prepare(SPEC);
    const told = (): readonly unknown[] =>
      plugin.log.lines.filter(({ message }) => message.startsWith('a plugin prints'));
    await eventually('it was told', () => told().length > 0 || undefined);
    await plugin.prepare(SPEC);
    expect(told().length).to.equal(1);
    expect(JSON.stringify(plugin.log.lines)).not.to.contain('open-sesame');
  });

  it('is told of an abort, and lives on when it heeds it', async () => {
    const clock = new FakeClock();
    const plugin = await open(
      {
        code: doing(
          `if (request.spec.identityId !== 'wait') return { kind: 'token', token: 'st.1' };
           await request.secrets.read({ namespace: 'shop', name: 'word' });
           await new Promise((resolve) => signal.addEventListener('abort', resolve)); throw signal.reason;`,
        ),
      },
      { ...WORLD, clock },
    );
    await plugin.prepare(SPEC);
    const controller = new AbortController();
    const waiting = failureOf(plugin.prepare({ ...SPEC, identityId: 'wait' }, controller.signal));
    await reads(plugin, 1);
    controller.abort(new Error('enough'));
    expect((await waiting).message).to.equal('enough');
    // Its answer to the abort is before the one to this.
    await plugin.prepare(SPEC);
    await clock.advance(60_000);
    expect(plugin.log.lines).to.deep.equal([]);
  });

  it('is ended when a call goes on after it was given up, and others who wait are told', async () => {
    const clock = new FakeClock();
    const plugin = await open(
      {
        code: doing(
          `const { identityId } = request.spec;
           if (identityId !== undefined) await request.secrets.read({ namespace: 'shop', name: 'word' });
           if (identityId === 'spin') for (;;); if (identityId === 'wait') await new Promise(() => {}); return { kind: 'token', token: 'st.1' };`,
        ),
      },
      { ...WORLD, clock },
    );
    await plugin.prepare(SPEC);
    const controller = new AbortController();
    const other = failureOf(plugin.prepare({ ...SPEC, identityId: 'wait' }));
    await reads(plugin, 1);
    const spinning = failureOf(plugin.prepare({ ...SPEC, identityId: 'spin' }, controller.signal));
    await reads(plugin, 2);
    controller.abort(new Error('enough'));
    expect((await spinning).message).to.equal('enough');
    await clock.advance(2_000);
    expect((await other).message).to.equal('Plugin acme.acme did not end a call that was given up.');
    expect(await plugin.prepare(SPEC)).to.deep.equal({ kind: 'token', token: 'st.1' });
  });

  it('starts no call with a signal that has aborted', async () => {
    const plugin = await open({ code: SOUND_CODE });
    const error = await failureOf(plugin.prepare(SPEC, AbortSignal.abort(new Error('enough'))));
    expect(error.message).to.equal('enough');
    expect(plugin.secrets.reads).to.deep.equal([]);
  });

  for (const message of [
    '7',
    '{}',
    `{ kind: 'result', id: -1 }`,
    `{ kind: 'service', id: 1, service: 1, call: { name: 'rm -rf' } }`,
  ]) {
    it(`is ended when it says ${message}`, async () => {
      const error = await failureOf(
        (
          await open({
            code: doing(`process.send(${message}); await new Promise(() => {});`),
          })
        ).prepare(SPEC),
      );
      expect(error.message).to.match(/sent what is none of the protocol/);
    });
  }

  it('makes no call once it is closed', async () => {
    const plugin = await open({ code: SOUND_CODE });
    await plugin.prepare(SPEC);
    await plugin.close();
    expect((await failureOf(plugin.prepare(SPEC))).message).to.match(/was stopped/);
  });
});
