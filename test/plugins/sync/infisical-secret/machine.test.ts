import { expect } from 'chai';
import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { z } from 'zod';
import { retryable, terminal } from '#kernel';
import { infisicalSecretMachine, isState, STATES } from '../../../../src/plugins/sync/infisical-secret/machine.ts';
import { aComparison, aWriteResult, CREATE, KEEP, SESSION, UPDATE } from './a-comparison.ts';
import { declaredTransitions, replay } from './machine-replay.ts';

/** What is read of the traversal: the library types it for machines whose events are all declared, which those of actors are not. */
const Visited = z.object({ value: z.string(), context: z.object({ error: z.unknown().optional() }) });
const Event = z.looseObject({ type: z.string() });
const Paths = z.array(z.object({ state: Visited, steps: z.array(z.object({ event: Event })) }));
const Adjacency = z.record(
  z.string(),
  z.object({
    state: Visited,
    transitions: z.record(z.string(), z.object({ event: Event, state: Visited })),
  }),
);

const REFUSED = terminal('AccessDenied', 'No.');
const DOWN = retryable('HostUnreachable', 'No answer.');

const done = (actor: string, output?: unknown): AnyEventObject => ({ type: `xstate.done.actor.${actor}`, output });
const failures = (actor: string): AnyEventObject[] =>
  [REFUSED, DOWN, new Error('unclassified')].map((error) => ({ type: `xstate.error.actor.${actor}`, error }));
const DEADLINE = { type: 'deadline' };

/** All that can happen in each working state: every outcome of what it invokes, and the deadline. */
const EVENTS: Readonly<Record<string, readonly AnyEventObject[]>> = {
  authenticating: [done('authenticate', SESSION), ...failures('authenticate'), DEADLINE],
  fetching: [
    ...[
      aComparison([KEEP, KEEP]),
      aComparison([]),
      aComparison([KEEP, CREATE]),
      aComparison([UPDATE]),
      aComparison([KEEP], REFUSED),
    ].map((comparison) => done('fetch', comparison)),
    ...failures('fetch'),
    DEADLINE,
  ],
  writing: [
    ...[undefined, REFUSED, DOWN].map((error) => done('write', aWriteResult(error))),
    ...failures('write'),
    DEADLINE,
  ],
  reloading: [done('reload'), ...failures('reload'), DEADLINE],
};

/** A place in the graph: the state, and whether a failure is known already, which decides where `reloading` leads. */
function placeOf({
  value,
  context,
}: {
  readonly value: string;
  readonly context: { readonly error?: unknown };
}): string {
  return context.error === undefined ? value : `${value}, failed`;
}

describe('infisicalSecretMachine: its graph', () => {
  const machine: AnyStateMachine = infisicalSecretMachine;
  const numbers = new Map<unknown, number>();
  const options = {
    events: ({ value }: { readonly value: string }): AnyEventObject[] => [...(EVENTS[value] ?? [])],
    serializeState: placeOf,
    /** Outputs and errors by identity: as JSON, two errors look the same. */
    serializeEvent: (event: AnyEventObject): string => {
      const content: unknown = event['output'] ?? event['error'];
      if (!numbers.has(content)) numbers.set(content, numbers.size);
      return `${event.type} #${numbers.get(content) ?? 0}`;
    },
  };
  const pathTo = new Map(
    Paths.parse(getShortestPaths(machine, options)).map(({ state, steps }) => [
      placeOf(state),
      steps.map(({ event }) => event).filter(({ type }) => type !== 'xstate.init'),
    ]),
  );
  const edges = Object.values(Adjacency.parse(getAdjacencyMap(machine, options))).flatMap(({ state, transitions }) =>
    Object.values(transitions).map(({ event, state: next }) => ({
      path: [...(pathTo.get(placeOf(state)) ?? []), event],
      from: state.value,
      to: next.value,
    })),
  );
  const visited = new Set<string>();
  const reached = new Set<string>();

  it('has events for each state that waits', () => {
    const waiting = Object.entries(infisicalSecretMachine.states).flatMap(([name, node]) =>
      node.type === 'final' || node.always !== undefined ? [] : [name],
    );
    expect(Object.keys(EVENTS)).to.have.members(waiting);
  });

  edges.forEach(({ path, from, to }, index) => {
    const last = path.at(-1);
    it(`${from} leads to ${to} by ${last?.type ?? ''} (edge ${index})`, async () => {
      const { state, taken } = await replay(path);
      expect(state).to.equal(to);
      expect(taken.at(-1)).to.match(new RegExp(`-> ${to}$`));
      reached.add(from).add(state);
      for (const name of taken) visited.add(name);
    });
  });

  it('was walked whole: every declared transition was taken by a real actor', () => {
    const declared = [...declaredTransitions(infisicalSecretMachine).values()];
    expect(declared).to.have.length.above(0);
    expect(declared.filter((name) => !visited.has(name))).to.deep.equal([]);
  });

  it('was walked whole: every declared state was reached', () => {
    const names = Object.keys(infisicalSecretMachine.states);
    const passedThrough = names.filter((name) => [...visited].some((taken) => taken.startsWith(`${name} -`)));
    expect(names.filter((name) => !reached.has(name) && !passedThrough.includes(name))).to.deep.equal([]);
  });
});

describe('STATES', () => {
  it('are the states of the machine in which a pass can be seen', () => {
    const seen = Object.entries(infisicalSecretMachine.states).flatMap(([name, { always }]) =>
      always === undefined ? [name] : [],
    );
    expect(STATES).to.have.members(seen);
  });

  for (const { value, is } of [
    { value: 'synced', is: true },
    { value: 'failed', is: false },
    { value: 'constructor', is: false },
    { value: '', is: false },
  ]) {
    it(`isState("${value}") is ${is}`, () => {
      expect(isState(value)).to.equal(is);
    });
  }
});
