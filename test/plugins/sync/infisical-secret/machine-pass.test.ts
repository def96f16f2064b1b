import { expect } from 'chai';
import { createActor, fromPromise } from 'xstate';
import { OperatorError, retryable, runPass, terminal, type InfisicalSession, type PassEnd } from '#kernel';
import { infisicalSecretMachine, type PassContext } from '../../../../src/plugins/sync/infisical-secret/machine.ts';
import type { Comparison } from '../../../../src/plugins/sync/infisical-secret/plan.ts';
import type { WriteResult } from '../../../../src/plugins/sync/infisical-secret/write-result.ts';
import { FakeClock, settle } from '../../../../src/testkit/fakes/index.ts';
import { aComparison, aWriteResult, CREATE, KEEP, NOTHING_RELOADED, UPDATE } from './a-comparison.ts';
import { SESSION } from '../../../builders/a-session.ts';

const REFUSED = terminal('AccessDenied', 'No.');
const DOWN = retryable('HostUnreachable', 'No answer.');

describe('infisicalSecretMachine: a pass', () => {
  interface Script {
    readonly authenticate?: InfisicalSession | Error;
    readonly fetch?: Comparison | Error;
    readonly write?: WriteResult | Error;
    readonly reload?: Error;
  }

  const answer = <T>(value: T | Error): Promise<T> =>
    value instanceof Error ? Promise.reject(value) : Promise.resolve(value);

  function pass(script: Script): Promise<{ states: string[]; end: PassEnd<typeof infisicalSecretMachine> }> {
    const states: string[] = [];
    const machine = infisicalSecretMachine.provide({
      actors: {
        authenticate: fromPromise(() => answer(script.authenticate ?? SESSION)),
        fetch: fromPromise(() => answer(script.fetch ?? aComparison([CREATE]))),
        write: fromPromise(() => answer(script.write ?? aWriteResult())),
        reload: fromPromise(() => answer(script.reload ?? NOTHING_RELOADED)),
      },
    });
    const signal = new AbortController().signal;
    const onState = (state: string): unknown => states.push(state);
    return runPass({ machine, input: undefined, signal, clock: new FakeClock(), deadlineMs: 60_000, onState }).then(
      (end) => ({ states, end }),
    );
  }

  const steps = ['authenticating', 'fetching', 'writing', 'reloading'];
  const cases: readonly {
    name: string;
    script: Script;
    states: readonly string[];
    reason?: string;
  }[] = [
    { name: 'writes and reloads what differs', script: {}, states: [...steps, 'synced'] },
    {
      name: 'writes nothing when all targets are as desired, but looks whether a rollout is due',
      script: { fetch: aComparison([KEEP]), write: new Error('not to be called') },
      states: ['authenticating', 'fetching', 'reloading', 'synced'],
    },
    {
      name: 'writes when one of several targets differs',
      script: { fetch: aComparison([KEEP, UPDATE]) },
      states: [...steps, 'synced'],
    },
    {
      name: 'is up to date without any target',
      script: { fetch: aComparison([]) },
      states: ['authenticating', 'fetching', 'reloading', 'synced'],
    },
    {
      name: 'reports a target that cannot be written, though the others are as desired',
      script: { fetch: aComparison([KEEP], REFUSED), write: aWriteResult(REFUSED) },
      states: [...steps, 'error'],
      reason: 'AccessDenied',
    },
    {
      name: 'rests in error when the login is refused',
      script: { authenticate: terminal('InvalidCredentials', '401') },
      states: ['authenticating', 'error'],
      reason: 'InvalidCredentials',
    },
    {
      name: 'retries when the login cannot be reached',
      script: { authenticate: DOWN },
      states: ['authenticating', 'retrying'],
      reason: 'HostUnreachable',
    },
    {
      name: 'rests in error when the source does not exist',
      script: { fetch: terminal('SourceNotFound', '404') },
      states: ['authenticating', 'fetching', 'error'],
      reason: 'SourceNotFound',
    },
    {
      name: 'retries when the source cannot be read now',
      script: { fetch: retryable('RateLimited', '429', { retryAfterMs: 5_000 }) },
      states: ['authenticating', 'fetching', 'retrying'],
      reason: 'RateLimited',
    },
    {
      name: 'rests in error when a target was refused',
      script: { write: aWriteResult(terminal('TargetInvalid', '422')) },
      states: [...steps, 'error'],
      reason: 'TargetInvalid',
    },
    {
      name: 'retries when a target could not be written now',
      script: { write: aWriteResult(retryable('KubernetesUnavailable', '503')) },
      states: [...steps, 'retrying'],
      reason: 'KubernetesUnavailable',
    },
    {
      name: 'retries when writing broke as a whole',
      script: { write: new TypeError('a fault of ours') },
      states: ['authenticating', 'fetching', 'writing', 'retrying'],
      reason: 'InternalError',
    },
    {
      name: 'reports what could not be written rather than a rollout that failed after it',
      script: {
        write: aWriteResult(terminal('TargetInvalid', '422')),
        reload: retryable('KubernetesUnavailable', '503'),
      },
      states: [...steps, 'error'],
      reason: 'TargetInvalid',
    },
    {
      name: 'retries when a rollout could not be made now',
      script: { reload: retryable('KubernetesUnavailable', '503') },
      states: [...steps, 'retrying'],
      reason: 'KubernetesUnavailable',
    },
    {
      name: 'rests in error when a rollout is forbidden',
      script: { reload: terminal('KubernetesForbidden', '403') },
      states: [...steps, 'error'],
      reason: 'KubernetesForbidden',
    },
  ];
  for (const { name, script, states, reason } of cases) {
    it(name, async () => {
      const run = await pass(script);
      expect(run.states).to.deep.equal(states);
      expect(run.end.state).to.equal(states.at(-1));
      expect(run.end.output.error?.reason).to.equal(reason);
      if (reason !== undefined) expect(run.end.output.error).to.be.instanceOf(OperatorError);
    });
  }

  it('puts out what it learnt', async () => {
    const comparison = aComparison([CREATE]);
    const written = aWriteResult();
    const { end } = await pass({ fetch: comparison, write: written });
    expect(end.output).to.deep.equal({
      session: SESSION,
      comparison,
      written,
      reloaded: NOTHING_RELOADED,
      error: undefined,
    });
  });

  it('puts out what it learnt before it failed, and what was written beside what failed', async () => {
    const early = await pass({ fetch: DOWN });
    expect(early.end.output).to.deep.equal({
      session: SESSION,
      comparison: undefined,
      written: undefined,
      reloaded: undefined,
      error: DOWN,
    });
    const partly = await pass({ write: aWriteResult(REFUSED) });
    expect(partly.end.output.written?.records).to.have.length(1);
  });
});

describe('infisicalSecretMachine: what it invokes', () => {
  interface Seen {
    readonly actor: string;
    readonly input: unknown;
    readonly signal: AbortSignal;
  }

  /** The actors answer at once, all but the one in `hanging`. */
  function start(hanging: string, comparison: Comparison): { seen: Seen[]; deadline(): PassContext } {
    const seen: Seen[] = [];
    const actor = <Output, Input>(name: string, output: Output): ReturnType<typeof fromPromise<Output, Input>> =>
      fromPromise<Output, Input>(({ input, signal }) => {
        seen.push({ actor: name, input, signal });
        return name === hanging ? new Promise(() => undefined) : Promise.resolve(output);
      });
    const running = createActor(
      infisicalSecretMachine.provide({
        actors: {
          authenticate: actor('authenticate', SESSION),
          fetch: actor('fetch', comparison),
          write: actor('write', aWriteResult()),
          reload: actor('reload', NOTHING_RELOADED),
        },
      }),
    ).start();
    return {
      seen,
      deadline: () => {
        running.send({ type: 'deadline' });
        expect(running.getSnapshot().value).to.equal('retrying');
        return running.getSnapshot().context;
      },
    };
  }

  const order = ['authenticate', 'fetch', 'write', 'reload'];
  for (const [index, hanging] of order.entries()) {
    it(`aborts ${hanging} at the deadline, and retries with the reason PassTimeout`, async () => {
      const run = start(hanging, aComparison([UPDATE]));
      await settle();
      expect(run.seen.map(({ actor }) => actor)).to.deep.equal(order.slice(0, index + 1));
      expect(run.seen.at(-1)?.signal.aborted).to.equal(false);
      expect(run.deadline().error).to.include({ reason: 'PassTimeout', disposition: 'retryable' });
      expect(run.seen.at(-1)?.signal.aborted).to.equal(true);
    });
  }

  it('gives each actor what the one before it brought', async () => {
    const comparison = aComparison([UPDATE]);
    const { seen } = start('reload', comparison);
    await settle();
    const written = aWriteResult();
    expect(seen.map(({ input }) => input)).to.deep.equal([undefined, SESSION, comparison, { comparison, written }]);
  });

  it('does not run without real actors, and names the one that is missing', async () => {
    const machine = infisicalSecretMachine;
    const signal = new AbortController().signal;
    const end = await runPass({ machine, input: undefined, signal, clock: new FakeClock(), deadlineMs: 1_000 });
    expect(end.state).to.equal('retrying');
    expect(end.output.error).to.have.nested.property('cause.message', 'actor "authenticate" was not provided');
  });
});
