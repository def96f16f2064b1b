import { expect } from 'chai';
import { FakeClock, FixedRandom, settle } from '../../../src/testkit/fakes/index.ts';
import { EraFinder } from '../../../src/infisical/era/index.ts';
import { CallFailure, type FailureMeaning } from '../../../src/infisical/failures/call-failure.ts';
import { hostOf } from '../../../src/infisical/host/index.ts';
import { FakeTransport } from '../fixtures/fake-transport.ts';
import { noAbort, operatorErrorOf } from '../fixtures/rejection.ts';

describe('EraFinder', () => {
  const host = hostOf('https://inf.example.com', undefined);
  let meaning: FailureMeaning | undefined;
  let clock: FakeClock;
  let transport: FakeTransport;
  let eras: EraFinder;

  beforeEach(() => {
    meaning = 'tokenRefused';
    clock = new FakeClock();
    transport = new FakeTransport(() => {
      if (meaning !== undefined) throw new CallFailure(meaning, { what: 'x', host: host.base });
    });
    eras = new EraFinder(transport, clock, new FixedRandom(0.5));
  });

  const told: readonly (readonly [FailureMeaning | undefined, string])[] = [
    ['routeMissing', 'v3'],
    ['tokenRefused', 'v4'],
    ['accessDenied', 'v4'],
    ['requestRefused', 'v4'],
    ['sourceMissing', 'v4'],
    [undefined, 'v4'],
  ];
  for (const [answer, era] of told) {
    it(`takes ${answer ?? 'a success'} for ${era}`, async () => {
      meaning = answer;
      expect(await eras.of(host, noAbort())).to.equal(era);
    });
  }

  for (const answer of ['unreachable', 'serverFailed', 'rateLimited', 'answerInvalid', 'forbiddenAddress'] as const) {
    it(`learns nothing from ${answer}, and asks again`, async () => {
      meaning = answer;
      await operatorErrorOf(eras.of(host, noAbort()));
      meaning = 'routeMissing';
      expect(await eras.of(host, noAbort())).to.equal('v3');
    });
  }

  it('asks once per host, whoever asks, without a token', async () => {
    await Promise.all([1, 2, 3].map(() => eras.of(host, noAbort())));
    await eras.of(host, noAbort());
    expect(transport.seen).to.deep.equal([{ operation: 'findEra', token: undefined }]);
    await eras.of(hostOf('https://other.example.com', undefined), noAbort());
    expect(transport.seen).to.have.lengthOf(2);
  });

  it('asks again after hours, and at once when it was wrong', async () => {
    meaning = 'routeMissing';
    await eras.of(host, noAbort());
    meaning = 'tokenRefused';
    expect(await eras.of(host, noAbort())).to.equal('v3');
    await clock.advance(6 * 3_600_000);
    expect(await eras.of(host, noAbort())).to.equal('v4');
    eras.forget(host, 'v3');
    expect(await eras.of(host, noAbort())).to.equal('v4');
    expect(transport.seen).to.have.lengthOf(2);
    eras.forget(host, 'v4');
    meaning = 'routeMissing';
    expect(await eras.of(host, noAbort())).to.equal('v3');
  });

  it('stops asking on close', async () => {
    const never = new FakeTransport(
      (_call, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    );
    const finder = new EraFinder(never, clock, new FixedRandom());
    const asked = finder.of(host, noAbort()).catch((error: unknown) => error);
    await settle();
    await finder.close();
    expect(await asked).to.be.an('error');
  });
});
