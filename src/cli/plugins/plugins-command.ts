import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { packPackage } from '../../third-party/index.ts';
import { PROCESS_IO, type CommandIo } from '../command-io.ts';
import { contractChecks } from './contract-checks.ts';
import { listPlugins } from './list.ts';
import { pluginFolder } from './plugin-folder.ts';
import { runChecks } from './run-checks.ts';
import { writeScaffold } from './scaffold.ts';

const TEST_HELP = `
Loads the plugin as the operator would, in a process of its own, and holds it to the contract of login methods with what contract.json beside its folder
says: "fragment", which its schema takes, and "refused", which it does not; "config", its settings; the "secrets", "serviceAccounts" and "platform" that there are;
and the "confidential" texts that no error may show.

Exit codes: 0 all hold, 1 something does not, 2 the command was not called as it should.
`;

/** `plugins`: what the operator is made of, without running any of it; and what authors of plugins need. */
export function pluginsCommand(io: CommandIo = PROCESS_IO): Command {
  const configured = (command: Command): Command =>
    command
      .exitOverride()
      .showHelpAfterError('(--help tells more)')
      .configureOutput({ writeOut: io.out.bind(io), writeErr: io.err.bind(io) });
  return new Command('plugins')
    .description('Lists the built-in plugins, and what they need; helps to write plugins of your own.')
    .action(() => {
      listPlugins(io);
    })
    .addCommand(
      configured(new Command('new'))
        .description(
          'Makes a folder with a plugin that works, to be changed: a login method with a token out of a Secret.',
        )
        .argument('<name>', 'name of the new folder, such as acme-vault')
        .action(async (name: string) => {
          const files = await writeScaffold(name);
          io.out(files.map((file) => `${name}/${file}\n`).join(''));
          io.err(`Try it: infisical-operator plugins test ${name}\n`);
        }),
    )
    .addCommand(
      configured(new Command('test'))
        .description('Holds a plugin to the contract of login methods.')
        .argument('<folder>', 'folder of the plugin')
        .addHelpText('after', TEST_HELP)
        .action(async (folder: string) => {
          const { checks, close } = await contractChecks(folder);
          try {
            io.exit((await runChecks(checks, io)) ? 0 : 1);
          } finally {
            await close();
          }
        }),
    )
    .addCommand(
      configured(new Command('pack'))
        .description(
          'Writes the hashes of its files into the manifest of a plugin, and prints the entry that loads it.',
        )
        .argument('<folder>', 'folder of the plugin')
        .action(async (given: string) => {
          const folder = await pluginFolder(given);
          const { name, manifestSha256, files } = await packPackage(folder);
          io.err(`${basename(resolve(given))}: packed infisical-plugin.json, ${files.join(', ')}\n`);
          io.out(`${JSON.stringify({ name, path: folder, manifestSha256 })}\n`);
        }),
    );
}
