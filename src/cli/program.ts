import { Command, CommanderError } from 'commander';
import { VERSION } from '../app/index.ts';
import { PROCESS_IO, type CommandIo } from './command-io.ts';
import { crdsCommand } from './crds.ts';
import { demoCommand } from './demo/index.ts';
import { explainCommand } from './explain.ts';
import { pluginsCommand } from './plugins/index.ts';
import { renderCommand } from './render.ts';
import { runCommand } from './run.ts';
import { validateCommand } from './validate.ts';

/** Runs the command line. Never rejects: what cannot be done as it was asked for ends with a sentence and exit code 2. */
export async function runProgram(args: readonly string[], io: CommandIo = PROCESS_IO): Promise<void> {
  const commands = [
    runCommand(),
    crdsCommand(io),
    pluginsCommand(io),
    validateCommand(io),
    renderCommand(io),
    explainCommand(io),
    demoCommand(),
  ];
  const program = new Command('infisical-operator').description('Kubernetes operator for Infisical.').version(VERSION);
  for (const command of [program, ...commands]) {
    command
      .exitOverride()
      .showHelpAfterError('(--help tells more)')
      .configureOutput({ writeOut: io.out.bind(io), writeErr: io.err.bind(io) });
  }
  for (const command of commands) program.addCommand(command);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Asked for help or the version, which were printed; or told already what was wrong with the flags.
    if (error instanceof CommanderError) {
      io.exit(error.exitCode === 0 ? 0 : 2);
      return;
    }
    io.err(`infisical-operator: ${error instanceof Error ? error.message : String(error)}\n`);
    io.exit(2);
  }
}
