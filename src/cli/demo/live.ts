import { createInterface } from 'node:readline';
import type { ResourceView } from './cluster.ts';
import { NAMESPACE, PUSHED, PUSHED_TO, RESOURCE, TARGET } from './objects.ts';
import type { World } from './world.ts';

const LOOK_MS = 500;

/** What can be tried, with the address of this demo's cluster. */
export function instructions({ kubeconfig, infisicalUrl }: World): string {
  return `
Now it is yours. Infisical is at ${infisicalUrl}; in another terminal:

  export KUBECONFIG=${kubeconfig}
  kubectl get infisicalsecrets -n ${NAMESPACE} -o wide
  kubectl describe infisicalsecret ${RESOURCE} -n ${NAMESPACE}
  kubectl edit secret ${TARGET} -n ${NAMESPACE}        # is repaired within a second
  kubectl delete secret ${TARGET} -n ${NAMESPACE}      # comes back within a second
  kubectl edit secret ${PUSHED} -n ${NAMESPACE}          # is pushed to ${PUSHED_TO} in Infisical at once
  kubectl describe infisicalpushsecret ${PUSHED} -n ${NAMESPACE}

and here, each with the return key:

  set KEY VALUE    change a secret in Infisical; the Secret follows within 5 s
  unset KEY        remove one
  down, up         take Infisical down, bring it back
  quit             stop and remove everything (so does Ctrl-C)

`;
}

/**
 * Shows what happens to the resource and its Secret, and takes commands, until `quit`, the end of the input or the signal. Values are never shown.
 */
export async function live(world: World, print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const input = createInterface({ input: process.stdin });
  const ended = new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
    input.on('close', resolve);
    input.on('line', (line) => {
      const [command = '', key = '', ...rest] = line.trim().split(/\s+/);
      if (command === 'quit') resolve();
      else
        obey(world, command, key, rest.join(' ')).then(print, (error: unknown) => {
          print(String(error));
        });
    });
  });
  const watching = watch(world, print, signal);
  await ended;
  watching.stop();
  input.close();
}

async function obey(world: World, command: string, key: string, value: string): Promise<string> {
  if (command === 'set' && key !== '' && value !== '') {
    world.setSecret(key, value);
    return `Infisical   ${key} changed`;
  }
  if (command === 'unset' && key !== '') {
    world.setSecret(key, undefined);
    return `Infisical   ${key} removed`;
  }
  if (command === 'down') {
    await world.infisicalDown();
    return 'Infisical   down';
  }
  if (command === 'up') {
    await world.infisicalUp();
    return 'Infisical   up';
  }
  return 'commands: set KEY VALUE, unset KEY, down, up, quit';
}

/** Prints each change of what the resource says and of what the Secret holds. */
function watch(world: World, print: (line: string) => void, signal: AbortSignal): { stop(): void } {
  let resource = '';
  let target = '';
  let looking = false;
  const look = async (): Promise<void> => {
    const said = describe(await world.cluster.resource(signal));
    const now = await world.cluster.target(signal);
    const held = now === undefined ? 'gone' : JSON.stringify([now.uid, now.values]);
    if (said !== resource) print(`resource    ${said}`);
    if (held !== target && target !== '') {
      print(
        now === undefined
          ? 'Secret      gone'
          : `Secret      changed; keys: ${Object.keys(now.values).sort().join(', ')}`,
      );
    }
    resource = said;
    target = held;
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, LOOK_MS);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}

function describe({ state, ready }: ResourceView): string {
  if (ready === undefined) return 'nothing said yet';
  return `Ready=${ready.status}  ${state ?? ''}  ${ready.reason}: ${ready.message}`;
}
