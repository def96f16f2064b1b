import { Command } from 'commander';
import { BUILT_IN_PLUGINS } from '../app/index.ts';

/** `plugins`: what the operator is made of, without running any of it. */
export function pluginsCommand(): Command {
  return new Command('plugins').description('Lists the built-in plugins.').action(() => {
    const width = Math.max(...BUILT_IN_PLUGINS.map(({ id }) => id.length));
    for (const { id, summary } of BUILT_IN_PLUGINS) process.stdout.write(`${id.padEnd(width)}  ${summary}\n`);
  });
}
