import { Command } from 'commander';
import { composeCrds } from '../app/index.ts';
import { renderYaml } from '../crd/index.ts';

/** `crds`: the custom resource definitions as YAML, ready for `kubectl apply --server-side -f -`. */
export function crdsCommand(): Command {
  return new Command('crds').description('Prints the custom resource definitions as YAML.').action(() => {
    process.stdout.write(composeCrds().map(renderYaml).join('---\n'));
  });
}
