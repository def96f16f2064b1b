import { BUILT_IN_PLUGINS } from '../../app/index.ts';
import type { CommandIo } from '../command-io.ts';

/** Prints the built-in plugins with what they need. */
export function listPlugins(io: CommandIo): void {
  const width = Math.max(...BUILT_IN_PLUGINS.map(({ id }) => id.length));
  for (const { id, summary, needs = [] } of BUILT_IN_PLUGINS) {
    io.out(`${id.padEnd(width)}  ${summary}\n`);
    for (const [index, need] of needs.entries()) {
      io.out(`${' '.repeat(width)}  ${index === 0 ? '  needs' : '     or'} ${need}\n`);
    }
  }
}
