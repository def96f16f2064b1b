import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';

const SOURCE = new URL('../openapi/infisical.yaml', import.meta.url);
const TARGET = new URL('../src/infisical/generated/api.ts', import.meta.url);
const HEADER = '// Generated from openapi/infisical.yaml by scripts/generate-openapi.ts. Not to be edited.\n\n';

/**
 * Writes the types of `openapi/infisical.yaml` to `src/infisical/generated/api.ts`. The same document gives the same bytes, and
 * an unchanged file is not touched. Rejects when the document is not valid OpenAPI.
 */
export async function generateOpenapi(): Promise<void> {
  const types = HEADER + astToString(await openapiTS(SOURCE, { alphabetize: true }));
  const present = await readFile(TARGET, 'utf8').catch(() => undefined);
  if (present === types) return;
  await mkdir(new URL('.', TARGET), { recursive: true });
  await writeFile(TARGET, types);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) process.stdout.write('Makes src/infisical/generated/api.ts from openapi/infisical.yaml.\n');
  else await generateOpenapi();
}
