import { expect } from 'chai';
import { OperatorError, cloudUnavailable, type CloudAnswer, type LoginMaterial } from '#kernel';
import { contractChecks } from '../../../src/cli/plugins/index.ts';
import { bodyOf, openPlugin, type OpenedPlugin } from '../../../test/builders/opened-plugin.ts';
import { exampleEntry } from '../../../test/builders/plugin-folders.ts';

const { checks, close } = await contractChecks(import.meta.dirname);
const SPEC = { identityId: 'the-identity' };

describe('the example token-source', () => {
  let opened: OpenedPlugin | undefined;
  after(close);
  afterEach(() => opened?.close());

  /** With these settings, and an endpoint that answers so. */
  const login = async (config: object, answer?: Partial<CloudAnswer>): Promise<LoginMaterial> => {
    const entry = await exampleEntry('token-source', 'tokenSource', { ...config });
    opened = await openPlugin(entry, answer === undefined ? {} : { platform: { answer: () => answer } });
    return opened.prepare(SPEC);
  };
  const reasonOf = (attempt: Promise<unknown>): Promise<string> =>
    attempt.then(
      () => 'it succeeded',
      (error: unknown) => (error instanceof OperatorError ? `${error.disposition} ${error.reason}` : String(error)),
    );
  const printing = (text: string): object => ({
    command: [process.execPath, '-e', `process.stdout.write(${JSON.stringify(text)})`],
  });

  for (const { title, run } of checks) it(title, run);

  it('takes what an endpoint answers, and sends it its headers', async () => {
    const material = await login(
      { url: 'https://tokens.example/a?b=c', headers: { 'x-key': 'k' } },
      { body: 'a.b.c\n' },
    );
    expect(opened?.platform.calls).to.deep.equal([]);
    expect(await bodyOf(material)).to.deep.equal({ identityId: 'the-identity', jwt: 'a.b.c' });
    expect(opened?.platform.calls[0]).to.deep.include({
      method: 'GET',
      url: 'https://tokens.example/a?b=c',
      headers: { 'x-key': 'k' },
    });
  });

  it('takes what a command prints, and a field of it', async () => {
    expect(await bodyOf(await login(printing('a.b.c\n')))).to.include({ jwt: 'a.b.c' });
    await opened?.close();
    expect(await bodyOf(await login({ ...printing('{"t":"d.e.f"}'), field: 't', method: 'oidc' }))).to.include({
      jwt: 'd.e.f',
    });
  });

  const failures: readonly (readonly [string, object, Partial<CloudAnswer> | undefined, string])[] = [
    ['an endpoint that says no', { url: 'https://t.example' }, { status: 403 }, 'terminal CloudRefused'],
    ['an endpoint that is overloaded', { url: 'https://t.example' }, { status: 503 }, 'retryable CloudUnavailable'],
    ['an endpoint that gives nothing', { url: 'https://t.example' }, { body: ' ' }, 'terminal CredentialsIncomplete'],
    [
      'an answer without the field',
      { url: 'https://t.example', field: 't' },
      { body: '{"u":1}' },
      'terminal CredentialsIncomplete',
    ],
    [
      'an answer that is no JSON',
      { url: 'https://t.example', field: 't' },
      { body: '<html>' },
      'terminal CredentialsIncomplete',
    ],
    ['a command that is not there', { command: ['/nonexistent'] }, undefined, 'terminal CredentialsNotFound'],
    [
      'a command that fails',
      { command: [process.execPath, '-e', 'process.exit(1)'] },
      undefined,
      'retryable CloudUnavailable',
    ],
    [
      'a command that hangs',
      { command: [process.execPath, '-e', 'for (;;);'], timeoutMs: 100 },
      undefined,
      'retryable CloudUnavailable',
    ],
  ];
  for (const [title, config, answer, reason] of failures) {
    it(`tells of ${title}`, async () => {
      expect(await reasonOf(login(config, answer).then(bodyOf))).to.equal(reason);
    });
  }

  it('tells of an endpoint that nobody answers at', async () => {
    const call = { what: 'get a token', method: 'GET', url: 'https://t.example' } as const;
    const material = await login({ url: call.url }, undefined);
    expect(await reasonOf(bodyOf(material))).to.equal(`retryable ${cloudUnavailable(call, 'x').reason}`);
  });

  it('cannot be loaded with both, or neither', async () => {
    expect(await reasonOf(login({}))).to.equal('retryable PluginFailed');
  });
});
