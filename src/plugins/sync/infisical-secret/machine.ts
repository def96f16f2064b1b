import { assign, setup } from 'xstate';
import {
  asOperatorError,
  retryable,
  unprovided,
  type DeadlineEvent,
  type InfisicalSession,
  type OperatorError,
} from '#kernel';
import { isUpToDate, type Comparison } from './plan.ts';
import type { ReloadResult } from './reload/index.ts';
import type { WriteResult } from './write-result.ts';

/** What a pass learns on its way. */
export interface PassContext {
  readonly session: InfisicalSession | undefined;
  readonly comparison: Comparison | undefined;
  readonly written: WriteResult | undefined;
  readonly reloaded: ReloadResult | undefined;
  readonly error: OperatorError | undefined;
}

/** What is known of the targets when workloads are to be restarted. */
export type ReloadInput = Pick<PassContext, 'comparison' | 'written'>;

/**
 * One pass over an InfisicalSecret. Pure: no I/O, no time, no retry counter. It ends in `synced`, `retrying` or `error`, and what it
 * learnt is its output; when to come back is the queue's business.
 */
export const infisicalSecretMachine = setup({
  types: {
    context: {} as PassContext,
    events: {} as DeadlineEvent,
    output: {} as PassContext,
  },
  actors: {
    authenticate: unprovided<InfisicalSession>('authenticate'),
    fetch: unprovided<Comparison, InfisicalSession | undefined>('fetch'),
    write: unprovided<WriteResult, Comparison | undefined>('write'),
    reload: unprovided<ReloadResult, ReloadInput>('reload'),
  },
  guards: {
    isTerminal: ({ context }) => context.error?.disposition === 'terminal',
    hasFailed: ({ context }) => context.error !== undefined,
    isUpToDate: (_, comparison: Comparison) => isUpToDate(comparison),
  },
  actions: {
    keepSession: assign({ session: (_, session: InfisicalSession) => session }),
    keepComparison: assign({ comparison: (_, comparison: Comparison) => comparison }),
    keepWritten: assign({
      written: (_, written: WriteResult) => written,
      error: (_, written: WriteResult) => written.error,
    }),
    keepReloaded: assign({ reloaded: (_, reloaded: ReloadResult) => reloaded }),
    // The first failure is the one to report: what fails after it may be its consequence.
    keepError: assign({
      error: ({ context }, { error }: { readonly error: unknown }) => context.error ?? asOperatorError(error),
    }),
    keepTimeout: assign({
      error: ({ context }) =>
        context.error ?? retryable('PassTimeout', 'The pass did not end in time and was stopped.'),
    }),
  },
}).createMachine({
  id: 'infisicalSecret',
  context: { session: undefined, comparison: undefined, written: undefined, reloaded: undefined, error: undefined },
  output: ({ context }) => context,
  initial: 'authenticating',
  states: {
    authenticating: {
      description: 'Logs in to Infisical, or finds that the identity has a token already.',
      invoke: {
        id: 'authenticate',
        src: 'authenticate',
        onDone: { target: 'fetching', actions: { type: 'keepSession', params: ({ event }) => event.output } },
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    fetching: {
      description: 'Reads the secrets, and compares each target with what it shall be.',
      invoke: {
        id: 'fetch',
        src: 'fetch',
        input: ({ context }) => context.session,
        onDone: [
          {
            guard: { type: 'isUpToDate', params: ({ event }) => event.output },
            target: 'reloading',
            actions: { type: 'keepComparison', params: ({ event }) => event.output },
          },
          { target: 'writing', actions: { type: 'keepComparison', params: ({ event }) => event.output } },
        ],
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    writing: {
      description: 'Writes the targets that differ. One that fails does not keep the others from being written.',
      invoke: {
        id: 'write',
        src: 'write',
        input: ({ context }) => context.comparison,
        // Also after a failure: the workloads of the targets that were written must not wait for the others.
        onDone: { target: 'reloading', actions: { type: 'keepWritten', params: ({ event }) => event.output } },
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    reloading: {
      description: 'Restarts the workloads that asked for it and run with older secrets.',
      invoke: {
        id: 'reload',
        src: 'reload',
        input: ({ context: { comparison, written } }) => ({ comparison, written }),
        onDone: [
          {
            guard: 'hasFailed',
            target: 'failed',
            actions: { type: 'keepReloaded', params: ({ event }) => event.output },
          },
          { target: 'synced', actions: { type: 'keepReloaded', params: ({ event }) => event.output } },
        ],
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    failed: {
      description: 'Passed through at once: sorts a failure by what can end it.',
      always: [{ guard: 'isTerminal', target: 'error' }, { target: 'retrying' }],
    },
    synced: { type: 'final', description: 'All targets are as desired. The next pass comes at the resync interval.' },
    retrying: { type: 'final', description: 'It failed, and may pass by itself: tried again with growing delays.' },
    error: {
      type: 'final',
      description: 'It failed, and a change is needed. Tried again on a change, and at the resync interval.',
    },
  },
});

/** States in which a pass can be seen, `failed` left out: no time is spent there. */
export const STATES = ['authenticating', 'fetching', 'writing', 'reloading', 'synced', 'retrying', 'error'] as const;

/** One of `STATES`. */
export type State = (typeof STATES)[number];

/** Whether a machine's state is one of `STATES`. */
export function isState(value: string): value is State {
  return STATES.some((state) => state === value);
}
