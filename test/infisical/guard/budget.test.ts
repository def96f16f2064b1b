import { expect } from 'chai';
import { Budget } from '../../../src/infisical/guard/budget.ts';
import { FakeClock, FixedRandom } from '../../../src/testkit/fakes/index.ts';
import { CountingServer } from '../fixtures/counting-server.ts';

describe('Budget', () => {
  let clock: FakeClock;
  let budget: Budget;
  let asked: number;

  beforeEach(() => {
    clock = new FakeClock();
    budget = new Budget(clock, new FixedRandom(1));
    asked = 0;
  });

  /** One call of `caller`, answered at once, if it may be made. */
  function callAs(caller: string, name: string, server: CountingServer): boolean {
    if (budget.wait(caller, name) !== undefined) return false;
    const spending = budget.begin(name);
    budget.answered(spending, server.take());
    budget.ended(true);
    return true;
  }

  /** Calls of one caller, each with a name of its own, as long as they may be made; at most `most`. The one that may not is the next time's first. */
  function callAll(server: CountingServer, most = 1_000): number {
    let made = 0;
    while (made < most && callAs('one', `call ${asked}`, server)) [made, asked] = [made + 1, asked + 1];
    return made;
  }

  it('knows no limit where none is announced', () => {
    for (let call = 0; call < 10_000; call += 1) {
      expect(budget.wait('one', String(call))).to.equal(undefined);
      budget.answered(budget.begin(String(call)), undefined);
      budget.ended(true);
    }
  });

  it('makes no more than 30 calls at a time before the host has answered', () => {
    const first = Array.from({ length: 30 }, (_none, call) => {
      expect(budget.wait('one', String(call))).to.equal(undefined);
      return budget.begin(String(call));
    });
    expect(budget.wait('one', 'one more')).to.include({ ms: 1_000, quiet: true });
    for (const spending of first.slice(0, 1)) budget.answered(spending, undefined);
    expect(budget.wait('one', 'one more')).to.equal(undefined);
  });

  it('keeps to the announced limit in each window, and uses it', async () => {
    const server = new CountingServer(clock, 60);
    for (let window = 0; window < 5; window += 1) {
      expect(callAll(server)).to.equal(60);
      expect(budget.wait('one', `call ${asked}`)).to.deep.equal({ ms: 60_000, spreadMs: 5_000, quiet: true });
      await clock.advance(59_999);
      expect(callAll(server)).to.equal(0);
      await clock.advance(1);
    }
    expect(server.refused).to.equal(0);
  });

  it('never has more on its way than are left, whatever was answered', () => {
    const server = new CountingServer(clock, 20);
    callAll(server, 1);
    const spendings = [];
    while (budget.wait('one', String(spendings.length)) === undefined) {
      spendings.push(budget.begin(String(spendings.length)));
    }
    expect(spendings).to.have.length(19);
    for (const spending of spendings.reverse()) budget.answered(spending, server.take());
    expect(server.refused).to.equal(0);
    expect(budget.wait('one', 'one more')).not.to.equal(undefined);
  });

  it('leaves room for others who use the same limit', () => {
    const server = new CountingServer(clock, 60);
    callAll(server, 1);
    server.take(40);
    // The next answer tells.
    expect(callAll(server)).to.equal(19);
    expect(server.refused).to.equal(0);
  });

  it('joins a window that others have opened', async () => {
    const server = new CountingServer(clock, 60);
    server.take(50);
    await clock.advance(40_300);
    expect(callAll(server)).to.equal(10);
    // 19.7 s, told as 20.
    expect(budget.wait('one', `call ${asked}`)?.ms).to.equal(20_000);
    await clock.advance(20_000);
    expect(callAll(server)).to.equal(60);
    expect(server.refused).to.equal(0);
  });

  it('takes an answer from an earlier window for what it is', async () => {
    const server = new CountingServer(clock, 10);
    budget.wait('one', 'slow');
    const slow = budget.begin('slow');
    const told = server.take();
    callAll(server);
    await clock.advance(60_000);
    callAll(server, 1);
    budget.answered(slow, { ...told, left: 0 });
    expect(callAll(server)).to.equal(9);
  });

  it('lets callers take turns when calls are scarce, each in the order of its asking', async () => {
    const server = new CountingServer(clock, 4);
    callAll(server, 4);
    for (let call = 0; call < 8; call += 1) expect(budget.wait('many', `many ${call}`)).not.to.equal(undefined);
    const [few, last] = [budget.wait('few', 'few'), budget.wait('many', 'many 7')];
    expect([few?.ms, last?.ms]).to.deep.equal([60_000, 180_000]);
    await clock.advance(60_000);
    // Whoever was not put off comes last, however early.
    expect(callAs('new', 'new', server)).to.equal(false);
    for (const call of ['many 0', 'many 1']) expect(callAs('many', call, server), call).to.equal(true);
    expect(callAs('few', 'few', server)).to.equal(true);
    expect(callAs('many', 'many 7', server)).to.equal(false);
    expect(server.refused).to.equal(0);
  });

  it('gives the places of those who do not come to others in the next window', async () => {
    const server = new CountingServer(clock, 2);
    callAll(server, 2);
    budget.wait('gone', 'gone 1');
    budget.wait('gone', 'gone 2');
    await clock.advance(60_000);
    expect(callAs('one', 'patient', server)).to.equal(false);
    await clock.advance(60_000);
    expect(callAs('one', 'patient', server)).to.equal(true);
    expect(callAs('one', 'other', server)).to.equal(true);
  });

  describe('after a refusal', () => {
    /** A call that is refused; gives when to come back. */
    function refused(retryAfterMs?: number): number {
      const name = `refused ${(asked += 1)}`;
      expect(budget.wait('one', name)).to.equal(undefined);
      const spending = budget.begin(name);
      budget.answered(spending, undefined);
      const { ms, quiet } = budget.refused(spending, retryAfterMs);
      budget.ended(false);
      expect(quiet).to.equal(false);
      return ms;
    }

    it('makes no call until the time that the host asks for', async () => {
      expect(refused(58_000)).to.equal(58_000);
      await clock.advance(57_999);
      expect(budget.wait('one', 'x')).to.deep.equal({ ms: 1, spreadMs: 5_000, quiet: true });
      await clock.advance(1);
      expect(budget.wait('one', 'x')).to.equal(undefined);
    });

    it('waits longer each time where the host does not say how long', async () => {
      const waits: number[] = [];
      for (let refusal = 0; refusal < 8; refusal += 1) {
        const ms = refused();
        waits.push(ms);
        await clock.advance(ms);
      }
      expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    });

    it('begins with the shortest wait again after a good answer', async () => {
      await clock.advance(refused());
      await clock.advance(refused());
      budget.begin('good');
      budget.ended(true);
      expect(refused()).to.equal(1_000);
    });

    it('takes refusals of calls that were out together as one', () => {
      const spendings = [1, 2, 3, 4].map((call) => budget.begin(String(call)));
      for (const spending of spendings) expect(budget.refused(spending, undefined).ms).to.equal(1_000);
    });

    it('stays below what was refused, and tries more after a while', async () => {
      for (let call = 0; call < 101; call += 1) {
        budget.answered(budget.begin(String(call)), undefined);
        budget.ended(true);
      }
      await clock.advance(budget.refused(budget.begin('last'), 5_000).ms);
      const counts: number[] = [];
      for (let window = 0; window < 4; window += 1) {
        let made = 0;
        while (budget.wait('one', `${window} ${made}`) === undefined) {
          budget.begin(`${window} ${made}`);
          budget.ended(true);
          made += 1;
        }
        counts.push(made);
        // Nobody comes for the places that are kept.
        await clock.advance(120_000);
        budget.wait('one', 'roll');
        await clock.advance(60_000);
      }
      expect(counts[0]).to.equal(80);
      expect(counts[3]).to.be.greaterThan(80);
    });

    it('forgets a guess that nothing has confirmed for a quarter of an hour', async () => {
      await clock.advance(refused(5_000));
      await clock.advance(16 * 60_000);
      for (let call = 0; call < 1_000; call += 1) {
        expect(budget.wait('one', String(call))).to.equal(undefined);
        budget.begin(String(call));
      }
    });

    it('guesses nothing where the limit was announced', () => {
      const server = new CountingServer(clock, 60);
      callAll(server, 5);
      server.take(100);
      expect(budget.wait('one', 'x')).to.equal(undefined);
      const spending = budget.begin('x');
      budget.answered(spending, server.take());
      expect(budget.refused(spending, 60_000).ms).to.equal(60_000);
      expect(budget.wait('one', 'y')?.ms).to.equal(60_000);
    });
  });
});
