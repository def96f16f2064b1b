import { Command, Option } from 'commander';
import { stringify } from 'yaml';
import { z } from 'zod';
import { renderManifests } from '../app/index.ts';
import { PROCESS_IO, UsageError, type CommandIo } from './command-io.ts';
import { findingLine } from './finding-line.ts';
import { readSource, readSources } from './read-sources.ts';
import { withTextOfSecrets } from './text-of-secrets.ts';

const Flags = z.object({
  filename: z.array(z.string()).default([]),
  data: z.string().optional(),
  namespace: z.string(),
  output: z.enum(['yaml', 'json']),
  stringData: z.boolean().default(false),
});

const HELP = `
Prints the Secrets and ConfigMaps that the operator would apply for InfisicalSecrets if Infisical held the secrets of the
data file, without a cluster and without Infisical. Secret values are in the output: that is what it is for.

The data file is JSON, key to value and folder: { "DB_URL": { "Value": "postgres://...", "SecretPath": "/backend" } };
"DB_URL": "postgres://..." stands for one at the root. All of it is taken for what secretsScope finds.
The uid of an owner is zeros, unless the manifest has one, as those of kubectl get -o yaml do.

Exit codes: 0 all was rendered, 1 something is invalid or cannot be rendered, 2 the command was not called as it should.

Examples:
  infisical-operator render -f infisical-secret.yaml --data secrets.json
  infisical-operator render -f infisical-secret.yaml --data secrets.json --string-data
  kubectl get infisicalsecret db -o yaml | infisical-operator render -f - --data secrets.json -o json
`;

/** `render`: the objects that manifests lead to. */
export function renderCommand(io: CommandIo = PROCESS_IO): Command {
  return new Command('render')
    .description('Prints the Secrets and ConfigMaps that manifests lead to, without a cluster.')
    .option('-f, --filename <place...>', 'file, folder, or - for stdin; may be given several times')
    .option('-d, --data <file>', 'JSON file with the secrets, or - for stdin')
    .option('-n, --namespace <name>', 'namespace of resources that name none', 'default')
    .addOption(new Option('-o, --output <format>', 'how objects are printed').choices(['yaml', 'json']).default('yaml'))
    .option('--string-data', 'show values of Secrets as text, under stringData, where they are text')
    .addHelpText('after', HELP)
    .action(async (given: unknown) => {
      const { filename, data, namespace, output, stringData } = Flags.parse(given);
      if (filename.length === 0) throw new UsageError('say what to render: -f <file, folder or ->');
      if (data === undefined) throw new UsageError('say what Infisical holds: --data <file of JSON>');
      if (data === '-' && filename.includes('-')) throw new UsageError('only one of -f and --data can be stdin');
      const { objects, findings, resources } = renderManifests({
        manifests: await readSources(filename, io),
        data: await readSource(data, io),
        namespace,
        monotonic: () => performance.now(),
      });
      findings.forEach((finding) => {
        io.err(findingLine(finding));
      });
      if (findings.length === 0 && resources === 0) throw new UsageError('there is no InfisicalSecret in these files');
      const shown = stringData ? objects.map(withTextOfSecrets) : objects;
      io.out(output === 'json' ? listOf(shown) : shown.map(yamlOf).join('---\n'));
      io.exit(findings.length === 0 ? 0 : 1);
    });
}

/** A List, as kubectl prints several objects. */
function listOf(items: readonly object[]): string {
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 2)}\n`;
}

/** Quoted so that kubectl, which reads YAML 1.1, takes a text such as `yes` for one. */
function yamlOf(object: object): string {
  return stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
