import { expect } from 'chai';
import type { LoginCall } from '#kernel';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics } from '../../../src/testkit/fakes/index.ts';
import { LoginCaller, type PlainCall } from '../../../src/infisical/access/index.ts';
import { CallFailure, type FailureMeaning } from '../../../src/infisical/failures/call-failure.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import { TokenCache } from '../../../src/infisical/token-cache/index.ts';
import { FakeTransport } from '../fixtures/fake-transport.ts';
import { noAbort, operatorErrorOf, rejectionOf } from '../fixtures/rejection.ts';

const HOST = hostOf('https://inf.example.com', undefined);
const LIST: PlainCall<unknown> = {
  operation: 'listSecretsV4',
  kind: 'secrets',
  what: 'list the secrets',
  send: () => Promise.reject(new Error('the fake transport sends nothing')),
  parse: (body) => body,
};

describe('LoginCaller', () => {
  /** Tokens that the server takes; "token 1" is the first one made. */
  let good: Set<string>;
  let loginFails: FailureMeaning | undefined;
  let bodies: number;
  let transport: FakeTransport;
  let metrics: RecordingMetrics;
  let caller: LoginCaller;

  function aCaller(material: Partial<LoginCall> = {}): LoginCaller {
    const tokens = new TokenCache(new FakeClock(), new FixedRandom(0), new RecordingLog());
    const login: LoginCall = {
      kind: 'login',
      method: 'kubernetes',
      identity: 'id',
      body: () => {
        bodies += 1;
        return Promise.resolve({ identityId: 'id', jwt: `jwt ${bodies}` });
      },
      ...material,
    };
    return new LoginCaller(HOST, login, tokens, transport, metrics.counter('logins'));
  }

  beforeEach(() => {
    good = new Set(['token 1']);
    loginFails = undefined;
    bodies = 0;
    metrics = new RecordingMetrics();
    let made = 0;
    transport = new FakeTransport(({ operation, token }) => {
      const about = { what: operation, host: HOST.base };
      if (operation === 'loginKubernetes') {
        if (loginFails !== undefined) throw new CallFailure(loginFails, about);
        made += 1;
        return { accessToken: `token ${made}`, expiresIn: 1_000 };
      }
      if (token === undefined || !good.has(token)) throw new CallFailure('tokenRefused', about);
      return 'secrets';
    });
    caller = aCaller();
  });

  const seen = (): string[] => transport.seen.map(({ operation, token }) => `${operation} ${token ?? '-'}`);

  it('logs in without a token and calls with the one it got', async () => {
    expect(await caller.call(LIST, noAbort())).to.have.property('body', 'secrets');
    expect(seen()).to.deep.equal(['loginKubernetes -', 'listSecretsV4 token 1']);
    expect(metrics.value('logins', { method: 'kubernetes', result: 'ok' })).to.equal(1);
  });

  it('replaces a revoked token by one new login, with new material, unseen by the caller', async () => {
    await caller.call(LIST, noAbort());
    good = new Set(['token 2']);
    const answers = await Promise.all([1, 2, 3].map(() => caller.call(LIST, noAbort())));
    expect(answers.map(({ body }) => body)).to.deep.equal(['secrets', 'secrets', 'secrets']);
    expect(bodies).to.equal(2);
  });

  it('does not log in again when the server refuses a token that it had just issued', async () => {
    good = new Set();
    const error = await operatorErrorOf(caller.call(LIST, noAbort()));
    expect(error).to.include({ reason: 'InvalidCredentials', disposition: 'terminal' });
    expect(error.message).to.match(/had just issued/);
    expect(seen()).to.deep.equal(['loginKubernetes -', 'listSecretsV4 token 1']);
    expect(await operatorErrorOf(caller.call(LIST, noAbort()))).to.equal(error);
    expect(seen()).to.have.lengthOf(2);
  });

  it('logs in no more than once more', async () => {
    await caller.call(LIST, noAbort());
    good = new Set();
    await operatorErrorOf(caller.call(LIST, noAbort()));
    expect(bodies).to.equal(2);
  });

  for (const meaning of ['accessDenied', 'serverFailed', 'rateLimited'] as const) {
    it(`keeps its token on ${meaning}`, async () => {
      await caller.authenticate(noAbort());
      const failing: PlainCall<unknown> = {
        ...LIST,
        parse: () => {
          throw new CallFailure(meaning, { what: 'x', host: HOST.base });
        },
      };
      await operatorErrorOf(caller.call(failing, noAbort()));
      await caller.call(LIST, noAbort());
      expect(bodies).to.equal(1);
    });
  }

  it('counts refused and failed logins', async () => {
    loginFails = 'serverFailed';
    await operatorErrorOf(caller.authenticate(noAbort()));
    loginFails = 'loginRefused';
    await operatorErrorOf(aCaller().authenticate(noAbort()));
    expect(metrics.value('logins', { method: 'kubernetes', result: 'failed' })).to.equal(1);
    expect(metrics.value('logins', { method: 'kubernetes', result: 'refused' })).to.equal(1);
  });

  it('makes no material for a login that is put off, and counts none', async () => {
    transport.refuse = () => {
      throw new CallFailure('unreachable', { what: 'log in', host: HOST.base });
    };
    expect(await operatorErrorOf(caller.authenticate(noAbort()))).to.include({ reason: 'HostUnreachable' });
    expect(bodies).to.equal(0);
    expect(metrics.value('logins', { method: 'kubernetes', result: 'failed' })).to.equal(0);
  });

  it('lets a caller go whose plugin hangs', async () => {
    const hanging = aCaller({ body: () => new Promise(() => undefined) });
    const leaver = new AbortController();
    const left = rejectionOf(hanging.authenticate(leaver.signal));
    leaver.abort(new Error('deadline'));
    expect(await left).to.have.property('message', 'deadline');
  });

  it('tells identities, methods and hosts apart', () => {
    const ids = [caller, aCaller({ identity: 'other' }), aCaller({ method: 'oidc' })].map(({ id }) => id);
    expect(new Set(ids).size).to.equal(3);
    expect(aCaller().id).to.equal(caller.id);
    expect(ids.join()).not.to.include('other');
  });
});
