import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { STEP_REASONS } from '../src/plugins/push/infisical-push-secret/plan.ts';
import { EVENTS, outcomeIn, POLICIES, SITUATIONS, type EventName } from './push-situations.ts';

const PAGE = 'docs/reference/push-policies.md';

/** What an outcome is called on the page. */
const WORDS = { create: 'made', update: 'overwritten', delete: '**deleted**', keep: 'left', none: '-' } as const;

/** The page with what the two policies of a push lead to, computed by the planner itself. */
export function renderPushPolicies(): string {
  return `# What the policies of a push lead to

<!-- Generated from src/plugins/push/infisical-push-secret/plan.ts; change that and run "npm run generate". -->

What becomes of one key in Infisical, by what has happened to it since the last pass and by the two policies of the resource. The
operator computes this table with the function that it plans every push with.

${(Object.keys(EVENTS) as EventName[]).map(section).join('\n\n')}

Reasons, as the plan gives them:

${Object.entries(STEP_REASONS)
  .map(([reason, words]) => `- \`${reason}\`: ${words}.`)
  .join('\n')}
`;
}

function section(event: EventName): string {
  const head = ['The key', ...POLICIES.map(({ title }) => title)];
  const rows = Object.values(SITUATIONS).map((situation) => [
    situation.title,
    ...POLICIES.map(({ policies }) => WORDS[outcomeIn(situation, event, policies)]),
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `## ${EVENTS[event]}\n\n${lines.join('\n')}`;
}

/** Writes the page. */
export async function generatePushPolicies(): Promise<void> {
  await writeFile(new URL(`../${PAGE}`, import.meta.url), renderPushPolicies());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) process.stdout.write(`Makes ${PAGE} from the planner.\n`);
  else await generatePushPolicies();
}
