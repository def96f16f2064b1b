import { expect } from 'chai';
import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { z } from 'zod';
import { declaredTransitions, replay } from './machine-replay.ts';

/** What is read of the traversal: the library types it for machines whose events are all declared, which those of actors are not. */
const Visited = z.object({ value: z.string(), context: z.looseObject({}) });
const Event = z.looseObject({ type: z.string() });
const Paths = z.array(z.object({ state: Visited, steps: z.array(z.object({ event: Event })) }));
const Adjacency = z.record(
  z.string(),
  z.object({
    state: Visited,
    transitions: z.record(z.string(), z.object({ event: Event, state: Visited })),
  }),
);

/** A state of the traversal: its name, and what the machine knows. */
export type VisitedState = z.output<typeof Visited>;

/** A machine, and all that can happen to it. */
export interface GraphUnderTest {
  readonly machine: AnyStateMachine;
  /** Inputs of the passes to walk; one without an input unless given. */
  readonly inputs?: readonly unknown[];
  /** By state that waits: every outcome of what it invokes, and the deadline. */
  readonly events: Readonly<Record<string, readonly AnyEventObject[]>>;
  /** Tells apart visits of one state that can lead elsewhere. */
  readonly placeOf: (state: VisitedState) => string;
}

/** The report of an actor that succeeded. */
export function done(actor: string, output?: unknown): AnyEventObject {
  return { type: `xstate.done.actor.${actor}`, output };
}

/** The report of an actor that failed. */
export function failed(actor: string, error: Error): AnyEventObject {
  return { type: `xstate.error.actor.${actor}`, error };
}

/** The pass has used up its time. */
export const DEADLINE: AnyEventObject = { type: 'deadline' };

/** Declares one test per edge of the graph, each on a real actor, and tests that no declared state or transition was left out. */
export function itIsWalkedWhole({ machine, inputs = [undefined], events, placeOf }: GraphUnderTest): void {
  const edges = inputs.flatMap((input) => edgesFrom({ machine, events, placeOf }, input));
  const visited = new Set<string>();
  const reached = new Set<string>();

  it('has events for each state that waits', () => {
    const waiting = Object.entries(machine.states).flatMap(([name, node]) =>
      node.type === 'final' || node.always !== undefined ? [] : [name],
    );
    expect(Object.keys(events)).to.have.members(waiting);
  });

  edges.forEach(({ input, path, from, to }, index) => {
    const last = path.at(-1);
    it(`${from} leads to ${to} by ${last?.type ?? ''} (edge ${index})`, async () => {
      const { state, taken } = await replay(machine, path, input);
      expect(state).to.equal(to);
      expect(taken.at(-1)).to.match(new RegExp(`-> ${to}$`));
      reached.add(from).add(state);
      for (const name of taken) visited.add(name);
    });
  });

  it('was walked whole: every declared transition was taken by a real actor', () => {
    const declared = [...declaredTransitions(machine).values()];
    expect(declared).to.have.length.above(0);
    expect(declared.filter((name) => !visited.has(name))).to.deep.equal([]);
  });

  it('was walked whole: every declared state was reached', () => {
    const names = Object.keys(machine.states);
    const passedThrough = names.filter((name) => [...visited].some((taken) => taken.startsWith(`${name} -`)));
    expect(names.filter((name) => !reached.has(name) && !passedThrough.includes(name))).to.deep.equal([]);
  });
}

interface Edge {
  readonly input: unknown;
  readonly path: readonly AnyEventObject[];
  readonly from: string;
  readonly to: string;
}

function edgesFrom(
  { machine, events, placeOf }: Pick<GraphUnderTest, 'machine' | 'events' | 'placeOf'>,
  input: unknown,
): readonly Edge[] {
  const numbers = new Map<unknown, number>();
  const options = {
    input,
    events: ({ value }: { readonly value: string }): AnyEventObject[] => [...(events[value] ?? [])],
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
  return Object.values(Adjacency.parse(getAdjacencyMap(machine, options))).flatMap(({ state, transitions }) =>
    Object.values(transitions).map(({ event, state: next }) => ({
      input,
      path: [...(pathTo.get(placeOf(state)) ?? []), event],
      from: state.value,
      to: next.value,
    })),
  );
}
