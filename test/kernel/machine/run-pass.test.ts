import { expect } from 'chai';
import { assign, fromPromise, setup } from 'xstate';
import {
  OperatorError,
  runPass,
  terminal,
  unprovided,
  type DeadlineEvent,
  type PassEnd,
} from '../../../src/kernel/index.ts';
import { FakeClock, settle } from '../../../src/testkit/fakes/index.ts';

/** Two steps and three outcomes: the least that shows what a pass can do. */
const machine = setup({
  types: {
    input: {} as { word: string },
    context: {} as { text: string },
    events: {} as DeadlineEvent,
    output: {} as string,
  },
  actors: {
    first: unprovided<string, string>('first'),
    second: unprovided<string, string>('second'),
  },
  actions: { keep: assign({ text: (_, text: string) => text }) },
}).createMachine({
  id: 'test',
  context: ({ input }) => ({ text: input.word }),
  output: ({ context }) => context.text,
  initial: 'beginning',
  states: {
    beginning: {
      invoke: {
        id: 'first',
        src: 'first',
        input: ({ context }) => context.text,
        onDone: { target: 'ending', actions: { type: 'keep', params: ({ event }) => event.output } },
      },
      on: { deadline: 'late' },
    },
    ending: {
      invoke: {
        id: 'second',
        src: 'second',
        input: ({ context }) => context.text,
        onDone: { target: 'done', actions: { type: 'keep', params: ({ event }) => event.output } },
        onError: 'failed',
      },
      on: { deadline: 'late' },
    },
    done: { type: 'final' },
    failed: { type: 'final' },
    late: { type: 'final' },
  },
});

type Test = typeof machine;

const append = (what: string): ReturnType<typeof unprovided<string, string>> =>
  fromPromise<string, string>(({ input }) => Promise.resolve(`${input} ${what}`));

describe('runPass', () => {
  let clock: FakeClock;
  let stopping: AbortController;
  let states: string[];

  beforeEach(() => {
    clock = new FakeClock();
    stopping = new AbortController();
    states = [];
  });

  function pass(actors: Parameters<Test['provide']>[0]['actors'] = {}): Promise<PassEnd<Test>> {
    return runPass({
      machine: machine.provide({ actors: { first: append('one'), second: append('two'), ...actors } }),
      input: { word: 'zero' },
      signal: stopping.signal,
      clock,
      deadlineMs: 1_000,
      onState: (state) => states.push(state),
    });
  }

  it('runs to a final state, gives its output, and tells each state in turn', async () => {
    expect(await pass()).to.deep.equal({ state: 'done', output: 'zero one two' });
    expect(states).to.deep.equal(['beginning', 'ending', 'done']);
  });

  it('lets go of the deadline when it ends', async () => {
    await pass();
    expect(clock.timers).to.equal(0);
  });

  it('follows the machine where it handles a failure', async () => {
    const end = await pass({ second: fromPromise(() => Promise.reject(new Error('refused'))) });
    expect(end).to.deep.equal({ state: 'failed', output: 'zero one' });
  });

  it('needs nobody who listens to states', async () => {
    const provided = machine.provide({ actors: { first: append('one'), second: append('two') } });
    const options = { machine: provided, input: { word: 'zero' }, signal: stopping.signal, clock, deadlineMs: 1_000 };
    expect((await runPass(options)).state).to.equal('done');
  });

  describe('deadline', () => {
    it('reaches the machine as an event, and aborts what it invoked', async () => {
      let seen: AbortSignal | undefined;
      const first = fromPromise<string, string>(({ signal }) => {
        seen = signal;
        return new Promise(() => undefined);
      });
      const running = pass({ first });
      await clock.advance(999);
      expect(states).to.deep.equal(['beginning']);
      expect(seen?.aborted).to.equal(false);
      await clock.advance(1);
      expect(await running).to.deep.equal({ state: 'late', output: 'zero' });
      expect(seen?.aborted).to.equal(true);
    });

    it('ignores an answer that comes after it', async () => {
      let answer: (text: string) => void = () => undefined;
      const running = pass({ first: fromPromise(() => new Promise<string>((resolve) => (answer = resolve))) });
      await clock.advance(1_000);
      answer('too late');
      await settle();
      expect(await running).to.deep.equal({ state: 'late', output: 'zero' });
      expect(states).to.deep.equal(['beginning', 'late']);
    });
  });

  describe('abort', () => {
    const hanging = (seen: AbortSignal[]): ReturnType<typeof append> =>
      fromPromise<string, string>(({ signal }) => {
        seen.push(signal);
        return new Promise(() => undefined);
      });

    it('rejects with the reason, aborts what is invoked, and leaves neither timer nor state behind', async () => {
      const seen: AbortSignal[] = [];
      const reason = new Error('the lease is lost');
      const running = failureOf(pass({ second: hanging(seen) }));
      await settle();
      expect(states).to.deep.equal(['beginning', 'ending']);
      stopping.abort(reason);
      expect(await running).to.equal(reason);
      expect(seen.map(({ aborted }) => aborted)).to.deep.equal([true]);
      expect(clock.timers).to.equal(0);
      expect(states).to.deep.equal(['beginning', 'ending']);
    });

    it('makes an AbortError of a reason that is no error', async () => {
      const running = failureOf(pass({ first: hanging([]) }));
      stopping.abort('just so');
      expect(await running).to.have.property('name', 'AbortError');
    });

    it('starts nothing when it came before', async () => {
      const seen: AbortSignal[] = [];
      stopping.abort(new Error('stopping'));
      expect(await failureOf(pass({ first: hanging(seen) }))).to.have.property('message', 'stopping');
      expect(seen).to.deep.equal([]);
      expect(states).to.deep.equal([]);
    });

    it('changes nothing after the end', async () => {
      const running = pass();
      const end = await running;
      stopping.abort(new Error('stopping'));
      expect(await running).to.equal(end);
    });
  });

  describe('a machine that breaks', () => {
    it('rejects with a classified error when a failure is handled nowhere', async () => {
      const cause = new Error('unexpected');
      const failure = await failureOf(pass({ first: fromPromise(() => Promise.reject(cause)) }));
      expect(failure).to.be.instanceOf(OperatorError);
      expect(failure).to.include({ reason: 'InternalError', disposition: 'retryable', cause });
      expect(clock.timers).to.equal(0);
    });

    it('keeps the classification of a failure that has one', async () => {
      const refused = terminal('AccessDenied', 'No.');
      expect(await failureOf(pass({ first: fromPromise(() => Promise.reject(refused)) }))).to.equal(refused);
    });

    it('rejects when an action throws', async () => {
      const provided = machine.provide({
        actors: { first: append('one'), second: append('two') },
        actions: {
          keep: () => {
            throw new Error('a broken action');
          },
        },
      });
      const input = { word: 'zero' };
      const failure = await failureOf(
        runPass({ machine: provided, input, signal: stopping.signal, clock, deadlineMs: 1_000 }),
      );
      expect(failure).to.have.property('reason', 'InternalError');
      expect(clock.timers).to.equal(0);
    });

    it('rejects when the context cannot be made', async () => {
      const broken = setup({}).createMachine({
        context: () => {
          throw new Error('no context');
        },
      });
      const options = { machine: broken, input: undefined, signal: stopping.signal, clock, deadlineMs: 1_000 };
      expect(await failureOf(runPass(options))).to.have.property('reason', 'InternalError');
      expect(clock.timers).to.equal(0);
    });
  });
});

describe('unprovided', () => {
  it('rejects when run, naming the actor that was forgotten', async () => {
    const failure = await failureOf(
      runPass({
        machine,
        input: { word: 'zero' },
        signal: new AbortController().signal,
        clock: new FakeClock(),
        deadlineMs: 1_000,
      }),
    );
    expect(failure).to.have.nested.property('cause.message', 'actor "first" was not provided');
  });
});

/** What a promise rejects with; fails the test when it does not. */
function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it should have been rejected'),
    (error: unknown) => error,
  );
}
