import { Command } from 'commander';
import { explain } from '../app/index.ts';
import { PROCESS_IO, UsageError, type CommandIo } from './command-io.ts';

const HELP = `
Examples:
  infisical-operator explain TemplateInvalid
  infisical-operator explain InfisicalSecret.spec.managedSecretReference.template
`;

/** `explain`: what a reason means and what to do about it, or what a field is for. */
export function explainCommand(io: CommandIo = PROCESS_IO): Command {
  return new Command('explain')
    .description('Explains a reason of a condition, or a field.')
    .argument('<topic>', 'a reason, or a field such as InfisicalSecret.spec.tls')
    .addHelpText('after', HELP)
    .action((topic: string) => {
      const explanation = explain(topic);
      if ('unknown' in explanation) throw new UsageError(explanation.unknown);
      io.out(explanation.text);
    });
}
