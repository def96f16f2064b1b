import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { REASONS, type ReasonEntry } from '../src/kernel/index.ts';

const PAGE = 'docs/reference/troubleshooting.md';

/** The troubleshooting page: each reason with what happened and what to do, in alphabetical order. */
export function renderReasons(): string {
  const sections = Object.entries<ReasonEntry>(REASONS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, { summary, remedy }]) => `## ${reason}\n\n${summary}\n\n**What to do:** ${remedy}\n`);
  return `# Troubleshooting: reasons

<!-- Generated from src/kernel/contracts/reasons.ts; change that and run "npm run generate". -->

Conditions, Events and metrics say why in one of these words; the condition \`Ready\` has the most exact one. The message beside it
names the object and the field. The list is closed: what is not here does not occur.

\`\`\`sh
kubectl get infisicalsecrets -A -o wide
kubectl describe infisicalsecret <name>
\`\`\`

${sections.join('\n')}`;
}

/** Writes the page of `renderReasons`. The same list gives the same bytes. */
export async function generateReasons(): Promise<void> {
  const file = new URL(`../${PAGE}`, import.meta.url);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, renderReasons());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) process.stdout.write(`Makes ${PAGE} from the list of reasons.\n`);
  else await generateReasons();
}
