import { expect } from 'chai';
import type { Reason } from '#kernel';
import { type Fault, fault } from '../../src/testkit/infisical/index.ts';
import { settle } from '../../src/testkit/fakes/index.ts';
import { ClientBench, ERAS } from './fixtures/client.ts';
import { noAbort, operatorErrorOf, rejectionOf } from './fixtures/rejection.ts';

/** Faults that end by themselves, and the reason by which they are known. */
const PASSING: readonly (readonly [name: string, what: Fault, reason: Reason])[] = [
  ['a connection reset', fault.reset(), 'HostUnreachable'],
  ['a reset instead of the answer', fault.reset('answer'), 'HostUnreachable'],
  ['a reset within the answer', fault.reset('body'), 'HostUnreachable'],
  ['an answer cut short', fault.truncated(), 'HostUnreachable'],
  ['half a JSON text', fault.malformed(), 'HostAnswerInvalid'],
  ['a web page with status 200', fault.html(), 'HostAnswerInvalid'],
  ['JSON of another kind', fault.json('{"hello":"world"}'), 'HostAnswerInvalid'],
  ['another content type', fault.contentType('text/plain'), 'HostAnswerInvalid'],
  ['500', fault.status(500), 'HostError'],
  ['502 of a proxy', fault.status(502, { body: '<html>Bad gateway</html>' }), 'HostError'],
  ['503 without a body', fault.status(503, { body: '' }), 'HostError'],
  ['504', fault.status(504), 'HostTimeout'],
  ['429', fault.status(429, { retryAfterSeconds: 58 }), 'RateLimited'],
];

for (const era of ERAS) {
  describe(`createInfisical over a server of ${era} in trouble`, () => {
    let bench: ClientBench;

    beforeEach(async () => {
      bench = await ClientBench.start(era);
    });
    afterEach(() => bench.stop());

    for (const [name, what, reason] of PASSING) {
      it(`${name} during a read passes as ${reason}`, async () => {
        const session = await bench.open();
        bench.server.faults.next(1, 'secrets.list', what);
        const error = await operatorErrorOf(bench.values(session));
        expect(error).to.include({ reason, disposition: 'retryable' });
        expect(error.message).to.include(bench.server.url).and.not.include('postgres');
        await bench.clock.advance(error.putOff?.ms ?? 0);
        expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://one' });
      });

      it(`${name} during a login passes as ${reason}`, async () => {
        bench.server.faults.next(1, 'auth.login', what);
        const error = await operatorErrorOf(bench.open());
        expect(error).to.include({ reason, disposition: 'retryable' });
        expect(error.userMessage).not.to.include(bench.identity.clientSecret);
        await bench.clock.advance(error.putOff?.ms ?? 0);
        expect(await bench.values(await bench.open())).to.deep.equal({ DB_URL: 'postgres://one' });
      });
    }

    it('hands on how long the server wants to be left alone', async () => {
      bench.server.faults.next(1, 'auth.login', fault.status(429, { retryAfterSeconds: 58 }));
      expect(await operatorErrorOf(bench.open())).to.have.property('retryAfterMs', 58_000);
    });

    it('gives up on a read that hangs after 10 s, for all who wait', async () => {
      const session = await bench.open();
      bench.server.faults.next(1, 'secrets.list', fault.hang());
      const reads = [1, 2, 3].map(() => operatorErrorOf(bench.values(session)));
      await bench.server.calls.reached('secrets.list', 1);
      await bench.clock.advance(10_000);
      for (const { reason } of await Promise.all(reads)) expect(reason).to.equal('HostTimeout');
      await bench.clock.advance(1_000);
      expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://one' });
    });

    it('lets a caller go at once, and the call with the last one', async () => {
      const session = await bench.open();
      bench.server.faults.next(1, 'secrets.list', fault.hang());
      const pass = new AbortController();
      const read = rejectionOf(session.read(bench.scope(), { maxAgeMs: 0 }, pass.signal));
      await bench.server.calls.reached('secrets.list', 1);
      pass.abort(new Error('deadline of the pass'));
      expect(await read).to.have.property('message', 'deadline of the pass');
      expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://one' });
    });

    it('replaces a revoked token by one new login, unseen by all callers', async () => {
      const session = await bench.open();
      await bench.values(session);
      bench.server.revokeTokens(bench.identity);
      const reads = await Promise.all(
        Array.from({ length: 50 }, (_none, index) => bench.values(session, { recursive: index % 2 === 0 })),
      );
      for (const values of reads) expect(values).to.deep.equal({ DB_URL: 'postgres://one' });
      expect(bench.server.calls.count('auth.login')).to.equal(2);
    });

    it('replaces a token before its end', async () => {
      const session = await bench.open();
      await bench.values(session);
      await bench.clock.advance(800_000);
      await bench.values(session);
      await bench.server.calls.reached('auth.login', 2);
      await bench.clock.advance(150_000);
      await bench.values(session);
      await bench.clock.advance(100_000);
      expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://one' });
      const statuses = bench.server.calls.list('secrets.list').map(({ status }) => status);
      expect(statuses.filter((status) => status !== 200 && status !== 304)).to.deep.equal([]);
      expect(bench.server.calls.count('auth.login')).to.equal(2);
    });

    it('does not try a wrong secret in a loop, and a corrected one at once', async () => {
      const open = (secret?: string) => bench.infisical.open({ url: bench.server.url }, bench.login(secret), noAbort());
      for (let resource = 0; resource < 20; resource += 1) {
        const error = await operatorErrorOf(open('wrong-secret'));
        expect(error).to.include({ reason: 'InvalidCredentials', disposition: 'terminal' });
        expect(error.userMessage).not.to.include('wrong-secret');
      }
      expect(bench.server.calls.count('auth.login')).to.equal(1);
      await open();
      expect(bench.server.calls.count('auth.login')).to.equal(2);
    });

    it('comes back after the server was down', async () => {
      const session = await bench.open();
      await bench.server.down();
      expect(await operatorErrorOf(bench.values(session))).to.include({ reason: 'HostUnreachable' });
      await bench.server.up();
      await bench.clock.advance(1_000);
      expect(await bench.values(session)).to.deep.equal({ DB_URL: 'postgres://one' });
    });

    it('keeps the last good read when the next one fails', async () => {
      const session = await bench.open();
      await bench.values(session);
      await bench.clock.advance(60_000);
      bench.server.faults.next(1, 'secrets.list', fault.status(500));
      await operatorErrorOf(bench.values(session));
      const { readAtMs } = await session.read(bench.scope(), { maxAgeMs: 60_000 }, noAbort());
      expect(readAtMs).to.equal(0);
    });

    it('ends everything on close, and leaves no timer', async () => {
      const session = await bench.open();
      bench.server.faults.always('secrets.*', fault.hang());
      const read = rejectionOf(bench.values(session));
      await bench.server.calls.reached('*', 2);
      await bench.infisical.close();
      expect(await read).to.have.property('name', 'AbortError');
      expect(await rejectionOf(bench.open())).to.have.property('name', 'AbortError');
      await settle();
      expect(bench.clock.timers).to.equal(0);
    });

    it('shows no value, token or credential in logs, at any level', async () => {
      const session = await bench.open();
      await bench.values(session);
      bench.server.faults.always('*', fault.status(500));
      await bench.clock.advance(900_000);
      await operatorErrorOf(bench.values(session));
      await settle();
      const text = JSON.stringify(bench.log.lines);
      expect(text).not.to.include('postgres').and.not.include(bench.identity.clientSecret).and.not.include('eyJ');
    });
  });
}
