import { Command } from 'commander';
import { VERSION } from '../app/index.ts';
import { crdsCommand } from './crds.ts';
import { demoCommand } from './demo/index.ts';
import { pluginsCommand } from './plugins.ts';
import { runCommand } from './run.ts';

const program = new Command('infisical-operator')
  .description('Kubernetes operator for Infisical.')
  .version(VERSION)
  .showHelpAfterError()
  .addCommand(runCommand())
  .addCommand(crdsCommand())
  .addCommand(pluginsCommand())
  .addCommand(demoCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`infisical-operator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
