import { Command } from 'commander';
import { composeCrds } from '../app/index.ts';
import { renderYaml } from '../crd/index.ts';
import { PROCESS_IO, type CommandIo } from './command-io.ts';

/** `crds`: the custom resource definitions as YAML, ready for `kubectl apply --server-side -f -`. */
export function crdsCommand(io: CommandIo = PROCESS_IO): Command {
  return new Command('crds').description('Prints the custom resource definitions as YAML.').action(() => {
    io.out(composeCrds().map(renderYaml).join('---\n'));
  });
}
