import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { AnyStateMachine } from 'xstate';
import { toDirectedGraph, type DirectedGraphNode } from 'xstate/graph';
import { z } from 'zod';
import * as pushConditions from '../src/plugins/push/infisical-push-secret/conditions.ts';
import {
  infisicalPushSecretMachine,
  STATES as PUSH_STATES,
} from '../src/plugins/push/infisical-push-secret/machine.ts';
import * as pullConditions from '../src/plugins/sync/infisical-secret/conditions.ts';
import { infisicalSecretMachine, STATES as PULL_STATES } from '../src/plugins/sync/infisical-secret/machine.ts';

/** What an entry of the condition tables means, for readers who do not know the code. */
const LEGEND: Record<pullConditions.Entry | pushConditions.Entry, string> = {
  True: 'set to True',
  False: 'set to False, with the reason and message of the failure',
  Unknown: 'set to Unknown',
  unchanged: 'stays as it is',
  first: 'set to Unknown where it is not there yet, else it stays as it is',
  absent: 'taken away; the condition is present only while it is True',
  reload:
    'by what came of the workloads that asked to be restarted: True, False, or Unknown where none asked or one waits; unchanged where the pass did not get so far',
  token: 'True when the pass had a token that Infisical took, else False with the reason and message of the failure',
  writes:
    'True when writes of this kind failed or wait for an approval, with the message of that; False when they did not; where the pass did not come so far, as `first`',
  kept: 'True, with the keys, when `updatePolicy` kept values of Infisical from being replaced; False when none was; where the pass did not come so far, as `first`',
};

/** What a page is made of. */
interface Documented {
  readonly kind: string;
  /** Folder with `machine.ts` and `conditions.ts`. */
  readonly source: string;
  readonly machine: AnyStateMachine;
  readonly states: readonly string[];
  readonly types: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is to be said of the rows besides. */
  readonly rows: string;
  /** What is to be said of reasons. */
  readonly reasons: string;
}

const PULL: Documented = {
  kind: 'InfisicalSecret',
  source: 'src/plugins/sync/infisical-secret',
  machine: infisicalSecretMachine,
  states: PULL_STATES,
  types: pullConditions.CONDITION_TYPES,
  conditions: pullConditions.CONDITIONS,
  rows: 'The rows of `synced`, `retrying` and `error` are written when a pass has ended.',
  reasons: "The other conditions that are\nFalse have the reason `Error`, as users of Infisical's operator know them.",
};

const PUSH: Documented = {
  kind: 'InfisicalPushSecret',
  source: 'src/plugins/push/infisical-push-secret',
  machine: infisicalPushSecretMachine,
  states: PUSH_STATES,
  types: pushConditions.CONDITION_TYPES,
  conditions: pushConditions.CONDITIONS,
  rows: 'The rows of `synced`, `retrying` and `error` are written when a pass has ended; that of `withdrawn` never is, as the resource\ngoes.',
  reasons:
    "The other conditions that tell of a\nfailure have the reason `Error`, as users of Infisical's operator know them.",
};

/** Path below the root of the project, and content, of each page about a machine. */
export function renderMachines(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/machines/infisical-secret.md', page(PULL)],
    ['docs/machines/infisical-push-secret.md', page(PUSH)],
  ]);
}

/** Writes the pages of `renderMachines`. The same machine and table give the same bytes. */
export async function generateMachines(): Promise<void> {
  for (const [path, content] of renderMachines()) {
    const file = new URL(`../${path}`, import.meta.url);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, content);
  }
}

function page({ kind, source, machine, states, types, conditions, rows, reasons }: Documented): string {
  const used = new Set(states.flatMap((state) => Object.values(conditions[state] ?? {})));
  const entries = Object.entries(LEGEND).flatMap(([entry, meaning]) =>
    used.has(entry) ? [`- \`${entry}\`: ${meaning}`] : [],
  );
  return `# ${kind}: states and conditions

<!-- Generated from ${source}/{machine,conditions}.ts; change those and run "npm run generate". -->

Each pass over an ${kind} runs this machine from its start to one of its ends. The machine knows no time: when the
next pass comes is decided by where this one ended.

\`\`\`mermaid
${mermaid(machine)}
\`\`\`

${stateTable(machine)}

\`deadline\` is sent when the pass has used up its time. What the state was waiting for is aborted.

## Conditions by state

${rows} The other rows are written only when a pass
takes longer than two seconds. A status that would be the same is not written.

${table(
  ['State', ...types.map((type) => `\`${type}\``)],
  states.map((state) => [`\`${state}\``, ...types.map((type) => conditions[state]?.[type] ?? '')]),
)}

${entries.join('\n')}

The reason of \`Ready\` is one word of the [list of reasons](../reference/troubleshooting.md). ${reasons}
`;
}

function mermaid(machine: AnyStateMachine): string {
  const { children } = toDirectedGraph(machine);
  const edges = children.flatMap((node) => [
    ...[...labelsByTarget(node)].map(
      ([target, labels]) => `  ${node.stateNode.key} --> ${target} : ${labels.join(' / ')}`,
    ),
    ...(node.stateNode.type === 'final' ? [`  ${node.stateNode.key} --> [*]`] : []),
  ]);
  const starts = machine.root.initial.target.map(({ key }) => `  [*] --> ${key}`);
  return ['stateDiagram-v2', ...starts, ...edges].join('\n');
}

/** Edges between the same two states become one arrow, since a diagram with an arrow for each failure cannot be read. */
function labelsByTarget({ stateNode, edges }: DirectedGraphNode): ReadonlyMap<string, readonly string[]> {
  const all = edges.map(({ target, transition }) => ({ target: target.key, label: labelOf(transition) }));
  // The graph leaves out what is taken without an event.
  for (const transition of stateNode.always ?? []) {
    for (const target of transition.target ?? []) all.push({ target: target.key, label: labelOf(transition) });
  }
  const labels = new Map<string, string[]>();
  for (const { target, label } of all) labels.set(target, [...(labels.get(target) ?? []), label]);
  return labels;
}

const Guard = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional();
const Labelled = z.object({ eventType: z.string(), guard: Guard });
const INTERNAL_EVENT = /^xstate\.(done|error)\.actor\.(.+)$/;

/** `fetch done, isUpToDate`: the event in words, and the guard that must hold. */
function labelOf(transition: unknown): string {
  const { eventType, guard } = Labelled.parse(transition);
  const [, outcome, actor] = INTERNAL_EVENT.exec(eventType) ?? [];
  const event = actor === undefined ? eventType : `${actor} ${outcome === 'done' ? 'done' : 'failed'}`;
  const words = [event, guard].filter((word) => word !== undefined && word !== '');
  return words.length > 0 ? words.join(', ') : 'otherwise';
}

function stateTable(machine: AnyStateMachine): string {
  const rows = toDirectedGraph(machine).children.map(({ stateNode }) => [
    `\`${stateNode.key}\``,
    stateNode.description ?? '',
    stateNode.type === 'final' ? 'yes' : '',
  ]);
  return table(['State', 'What happens', 'Ends the pass'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) process.stdout.write(`Makes ${[...renderMachines().keys()].join(' and ')} from the machines.\n`);
  else await generateMachines();
}
