import { Command } from 'commander';
import { BUILT_IN_PLUGINS } from '../app/index.ts';
import { packPackage } from '../third-party/index.ts';
import { PROCESS_IO, type CommandIo } from './command-io.ts';

/** `plugins`: what the operator is made of, without running any of it; and what authors of plugins need. */
export function pluginsCommand(io: CommandIo = PROCESS_IO): Command {
  return new Command('plugins')
    .description('Lists the built-in plugins, and what they need; helps to write plugins.')
    .action(() => {
      list(io);
    })
    .addCommand(packCommand(io));
}

function list(io: CommandIo): void {
  const width = Math.max(...BUILT_IN_PLUGINS.map(({ id }) => id.length));
  for (const { id, summary, needs = [] } of BUILT_IN_PLUGINS) {
    io.out(`${id.padEnd(width)}  ${summary}\n`);
    for (const [index, need] of needs.entries()) {
      io.out(`${' '.repeat(width)}  ${index === 0 ? '  needs' : '     or'} ${need}\n`);
    }
  }
}

function packCommand(io: CommandIo): Command {
  return new Command('pack')
    .description('Writes the hashes of its files into the manifest of a plugin, and prints how the plugin is listed.')
    .argument('<folder>', 'folder of the plugin')
    .action(async (folder: string) => {
      const { name, manifestSha256, files } = await packPackage(folder);
      io.err(`${name}: infisical-plugin.json, ${files.join(', ')}\n`);
      io.out(`${manifestSha256}\n`);
    });
}
