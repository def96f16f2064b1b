import { Command, Option } from 'commander';
import { z } from 'zod';
import { validateManifests, type Validation } from '../app/index.ts';
import { PROCESS_IO, UsageError, type CommandIo } from './command-io.ts';
import { findingLine } from './finding-line.ts';
import { importPlugin } from './import-plugin.ts';
import { readSources } from './read-sources.ts';

const Flags = z.object({
  filename: z.array(z.string()).default([]),
  namespace: z.string().optional(),
  output: z.enum(['text', 'json']),
  plugin: z.array(z.string()).default([]),
});

const HELP = `
Looks at resources of the operator without a cluster and without Infisical: at their fields and the rules that the API
server has for them, at the settings of login methods, and at the syntax of templates. Objects of other kinds get a note.

Exit codes: 0 all are valid, 1 something is not, 2 the command was not called as it should.

Examples:
  infisical-operator validate -f infisical-secret.yaml
  infisical-operator validate -f manifests/ -f more.yaml -o json
  kustomize build . | infisical-operator validate -f -
`;

/** `validate`: whether manifests would be taken. */
export function validateCommand(io: CommandIo = PROCESS_IO): Command {
  return new Command('validate')
    .description('Checks manifests without a cluster.')
    .option('-f, --filename <place...>', 'file, folder, or - for stdin; may be given several times')
    .option('-n, --namespace <name>', 'namespace of resources that name none, as with kubectl')
    .addOption(new Option('-o, --output <format>', 'how findings are told').choices(['text', 'json']).default('text'))
    .option('--plugin <place...>', "folder or JavaScript module of a third party's login method, to check its config")
    .addHelpText('after', HELP)
    .action(async (given: unknown) => {
      const { filename, namespace, output, plugin } = Flags.parse(given);
      if (filename.length === 0) throw new UsageError('say what to validate: -f <file, folder or ->');
      const validation = validateManifests(await readSources(filename, io), {
        namespace,
        plugins: await Promise.all(plugin.map(importPlugin)),
      });
      if (output === 'json') io.out(`${JSON.stringify(validation, undefined, 2)}\n`);
      else tell(validation, io);
      io.exit(validation.valid ? 0 : 1);
    });
}

/** Errors go to stdout, one line each; notes and the sum go to stderr. */
function tell({ findings, resources }: Validation, io: CommandIo): void {
  for (const finding of findings) {
    if (finding.severity === 'error') io.out(findingLine(finding));
    else io.err(findingLine(finding));
  }
  const bad = resources.filter(({ valid }) => !valid).length;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  io.err(`${count(resources.length, 'resource')}, ${bad} invalid, ${count(errors, 'error')}\n`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
