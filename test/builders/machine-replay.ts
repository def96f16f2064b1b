import { createActor, fromPromise, type AnyEventObject, type AnyStateMachine, type PromiseActorLogic } from 'xstate';
import { toDirectedGraph } from 'xstate/graph';
import { z } from 'zod';
import { settle } from '../../src/testkit/fakes/index.ts';

/** Events by which an actor reports, with what it reports. */
const REPORT = /^xstate\.(done|error)\.actor\.(.+)$/;

/** What a replay has seen. */
export interface Replayed {
  /** State in which the actor was left. */
  readonly state: string;
  /** Names of the transitions that it took, as `declaredTransitions` writes them. */
  readonly taken: readonly string[];
}

/** Every transition that a machine declares, by name: source, event, place among the candidates of that event, target. */
export function declaredTransitions(machine: AnyStateMachine): ReadonlyMap<object, string> {
  const names = new Map<object, string>();
  for (const { stateNode } of toDirectedGraph(machine).children) {
    const lists = [...stateNode.transitions.values(), stateNode.always ?? []];
    for (const list of lists) {
      list.forEach((transition, index) => {
        const target = (transition.target ?? []).map(({ key }) => key).join(',');
        const event =
          stateNode.always?.includes(transition) === true ? 'always' : z.string().parse(transition.eventType);
        names.set(transition, `${stateNode.key} -(${event}, ${index})-> ${target}`);
      });
    }
  }
  return names;
}

/**
 * Runs a real actor of the machine through a path: actors report as the events of the path say and hang otherwise; events of the outside are
 * sent once the actor has come to rest.
 */
export async function replay(
  machine: AnyStateMachine,
  path: readonly AnyEventObject[],
  input?: unknown,
): Promise<Replayed> {
  const reports = new Map<string, AnyEventObject>();
  for (const event of path) {
    const [, , actor] = REPORT.exec(event.type) ?? [];
    if (actor !== undefined) reports.set(actor, event);
  }
  const report = (actor: string): PromiseActorLogic<unknown> =>
    fromPromise<unknown, unknown>(() => {
      const event = reports.get(actor);
      if (event === undefined) return new Promise(() => undefined);
      if (event.type.startsWith('xstate.error')) return Promise.reject(z.instanceof(Error).parse(event['error']));
      return Promise.resolve(event['output']);
    });
  const names = Object.keys(machine.implementations.actors);
  const provided = machine.provide({ actors: Object.fromEntries(names.map((actor) => [actor, report(actor)])) });
  const transitions = declaredTransitions(provided);
  const taken: string[] = [];
  const actor = createActor(provided, {
    input,
    inspect: (event) => {
      if (event.type !== '@xstate.microstep') return;
      for (const transition of event._transitions) {
        const name = transitions.get(transition);
        if (name !== undefined) taken.push(name);
      }
    },
  });
  actor.start();
  for (const event of path) {
    await settle();
    if (event.type === 'deadline') actor.send({ type: 'deadline' });
  }
  await settle();
  const state = String(actor.getSnapshot().value);
  actor.stop();
  return { state, taken };
}
