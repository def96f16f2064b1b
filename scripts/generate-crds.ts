import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeCrds } from '../src/app/custom-resources.ts';
import { renderReference, renderYaml } from '../src/crd/index.ts';

const CRDS = 'charts/secrets-operator/files/crds';
const REFERENCE = 'docs/reference';

/** Path below the root of the project, and content, of each file that is made from the schemas. */
export function renderCrds(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const crd of composeCrds()) {
    const { group, names } = crd.spec;
    files.set(`${CRDS}/${names.plural}.${group}.yaml`, renderYaml(crd));
    files.set(`${REFERENCE}/${names.singular}.md`, renderReference(crd));
  }
  return files;
}

/** Writes the files of `renderCrds`. The same schemas give the same bytes. */
export async function generateCrds(): Promise<void> {
  for (const [path, content] of renderCrds()) {
    const file = new URL(`../${path}`, import.meta.url);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, content);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) process.stdout.write(`Makes ${[...renderCrds().keys()].join(' and ')} from the schemas.\n`);
  else await generateCrds();
}
