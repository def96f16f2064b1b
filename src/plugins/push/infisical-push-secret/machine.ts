import { assign, setup } from 'xstate';
import {
  asOperatorError,
  retryable,
  unprovided,
  type DeadlineEvent,
  type InfisicalSession,
  type OperatorError,
} from '#kernel';
import type { Comparison, PushResult, Withdrawal } from './outcomes.ts';

/** What a pass begins with. */
export interface PassInput {
  /** The resource is being deleted: nothing is pushed any more, and what it has made is taken back. */
  readonly leaving: boolean;
}

/** What a pass learns on its way. */
export interface PassContext extends PassInput {
  readonly session: InfisicalSession | undefined;
  readonly comparison: Comparison | undefined;
  readonly pushed: PushResult | undefined;
  readonly withdrawal: Withdrawal | undefined;
  readonly error: OperatorError | undefined;
}

/**
 * One pass over an InfisicalPushSecret. Pure: no I/O, no time, no retry counter. It ends in `synced`, `withdrawn`, `retrying` or `error`, and what it learnt
 * is its output; when to come back is the queue's business.
 */
export const infisicalPushSecretMachine = setup({
  types: {
    input: {} as PassInput,
    context: {} as PassContext,
    events: {} as DeadlineEvent,
    output: {} as PassContext,
  },
  actors: {
    authenticate: unprovided<InfisicalSession>('authenticate'),
    fetch: unprovided<Comparison, InfisicalSession | undefined>('fetch'),
    write: unprovided<PushResult, Pick<PassContext, 'session' | 'comparison'>>('write'),
    withdraw: unprovided<Withdrawal, Pick<PassContext, 'session' | 'comparison'>>('withdraw'),
  },
  guards: {
    isTerminal: ({ context }) => context.error?.disposition === 'terminal',
    hasFailed: ({ context }) => context.error !== undefined,
    isLeaving: ({ context }) => context.leaving,
    isUpToDate: (_, { upToDate }: Comparison) => upToDate,
    hasLeftPlaces: ({ context }) => (context.comparison?.places.former.length ?? 0) > 0,
    couldNotWithdraw: (_, { error }: Withdrawal) => error !== undefined,
  },
  actions: {
    keepSession: assign({ session: (_, session: InfisicalSession) => session }),
    keepComparison: assign({ comparison: (_, comparison: Comparison) => comparison }),
    keepPushed: assign({
      pushed: (_, pushed: PushResult) => pushed,
      error: (_, pushed: PushResult) => pushed.error,
    }),
    keepWithdrawal: assign({
      withdrawal: (_, withdrawal: Withdrawal) => withdrawal,
      error: ({ context }, withdrawal: Withdrawal) => context.error ?? withdrawal.error,
    }),
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
  id: 'infisicalPushSecret',
  context: ({ input }) => ({
    leaving: input.leaving,
    session: undefined,
    comparison: undefined,
    pushed: undefined,
    withdrawal: undefined,
    error: undefined,
  }),
  output: ({ context }) => context,
  initial: 'authenticating',
  states: {
    authenticating: {
      description: 'Logs in to Infisical, or finds that the identity has a token already.',
      invoke: {
        id: 'authenticate',
        src: 'authenticate',
        onDone: [
          {
            guard: 'isLeaving',
            target: 'withdrawing',
            actions: { type: 'keepSession', params: ({ event }) => event.output },
          },
          { target: 'fetching', actions: { type: 'keepSession', params: ({ event }) => event.output } },
        ],
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    fetching: {
      description: 'Reads the source, lists the destination, and decides what to do about each key.',
      invoke: {
        id: 'fetch',
        src: 'fetch',
        input: ({ context }) => context.session,
        onDone: [
          {
            guard: { type: 'isUpToDate', params: ({ event }) => event.output },
            target: 'pushed',
            actions: { type: 'keepComparison', params: ({ event }) => event.output },
          },
          { target: 'writing', actions: { type: 'keepComparison', params: ({ event }) => event.output } },
        ],
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    writing: {
      description:
        'Creates, updates and deletes in batches. A kind of write that fails does not keep the others from being made.',
      invoke: {
        id: 'write',
        src: 'write',
        input: ({ context: { session, comparison } }) => ({ session, comparison }),
        onDone: { target: 'pushed', actions: { type: 'keepPushed', params: ({ event }) => event.output } },
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    pushed: {
      description: 'Passed through at once: a place that was left is cleared only once all stands in the new one.',
      always: [
        { guard: 'hasFailed', target: 'failed' },
        { guard: 'hasLeftPlaces', target: 'withdrawing' },
        { target: 'synced' },
      ],
    },
    withdrawing: {
      description:
        'Deletes what the resource has made in places that it has left, or, while it is being deleted, everywhere; then lets it go.',
      invoke: {
        id: 'withdraw',
        src: 'withdraw',
        input: ({ context: { session, comparison } }) => ({ session, comparison }),
        onDone: [
          {
            guard: { type: 'couldNotWithdraw', params: ({ event }) => event.output },
            target: 'failed',
            actions: { type: 'keepWithdrawal', params: ({ event }) => event.output },
          },
          {
            guard: 'isLeaving',
            target: 'withdrawn',
            actions: { type: 'keepWithdrawal', params: ({ event }) => event.output },
          },
          { target: 'synced', actions: { type: 'keepWithdrawal', params: ({ event }) => event.output } },
        ],
        onError: { target: 'failed', actions: { type: 'keepError', params: ({ event }) => event } },
      },
      on: { deadline: { target: 'failed', actions: 'keepTimeout' } },
    },
    failed: {
      description: 'Passed through at once: sorts a failure by what can end it.',
      always: [{ guard: 'isTerminal', target: 'error' }, { target: 'retrying' }],
    },
    synced: {
      type: 'final',
      description: 'Infisical holds what the policies ask for. The next pass comes at the resync interval.',
    },
    withdrawn: { type: 'final', description: 'Nothing of the resource is left in Infisical, and it may go.' },
    retrying: { type: 'final', description: 'It failed, and may pass by itself: tried again with growing delays.' },
    error: {
      type: 'final',
      description: 'It failed, and a change is needed. Tried again on a change, and at the resync interval.',
    },
  },
});

/** States in which a pass can be seen; no time is spent in those that are left out. */
export const STATES = [
  'authenticating',
  'fetching',
  'writing',
  'withdrawing',
  'synced',
  'withdrawn',
  'retrying',
  'error',
] as const;

/** One of `STATES`. */
export type State = (typeof STATES)[number];

/** Whether a machine's state is one of `STATES`. */
export function isState(value: string): value is State {
  return STATES.some((state) => state === value);
}
