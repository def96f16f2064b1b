import { Command } from 'commander';
import { BUILT_IN_PLUGINS } from '../app/index.ts';

/** `plugins`: what the operator is made of, without running any of it. */
export function pluginsCommand(): Command {
  return new Command('plugins').description('Lists the built-in plugins, and what they need.').action(() => {
    const width = Math.max(...BUILT_IN_PLUGINS.map(({ id }) => id.length));
    for (const { id, summary, needs = [] } of BUILT_IN_PLUGINS) {
      process.stdout.write(`${id.padEnd(width)}  ${summary}\n`);
      for (const [index, need] of needs.entries()) {
        process.stdout.write(`${' '.repeat(width)}  ${index === 0 ? '  needs' : '     or'} ${need}\n`);
      }
    }
  });
}
