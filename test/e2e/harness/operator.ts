import { request } from 'undici';
import type { PluginManifest } from '#kernel';
import { parseConfig, runOperator } from '../../../src/app/index.ts';
import type { OperatorCall, Seat } from './server.ts';

/** Values of flags, by the keys of the configuration. */
export type Flags = Readonly<Record<string, string>>;

/** What every operator under test is run with, unless its flags say otherwise. */
export const FLAGS: Flags = {
  allowHttp: 'true',
  allowLoopback: 'true',
  listenAddress: '127.0.0.1',
  listenPort: '0',
  logLevel: 'debug',
};

/** An operator in this process. */
export interface RunningOperator {
  /** The lines of its log so far. */
  readonly log: readonly string[];
  /** The text of `/metrics`; once stopped, the last one. */
  metrics(): Promise<string>;
  /** Where its probes, metrics and pages are served; undefined: nowhere. */
  readonly url: string | undefined;
  /** What it asked of the API server so far. */
  calls(): Promise<readonly OperatorCall[]>;
  /** Stops it in good order; resolves to its exit code. Safe to call again. */
  stop(): Promise<number>;
}

/** What an operator is given besides its flags. */
export interface OperatorExtras {
  /** Variables for login methods of clouds. */
  readonly environment?: Flags;
  /** Plugins of third parties. */
  readonly plugins?: readonly PluginManifest[];
}

/** Starts an operator; resolves when it works. Rejects when it ends before. */
export async function startOperator(
  seat: Seat,
  flags: Flags = {},
  { environment = {}, plugins = [] }: OperatorExtras = {},
): Promise<RunningOperator> {
  const config = parseConfig({ ...FLAGS, kubeconfig: seat.kubeconfigPath, ...flags }, {});
  const log: string[] = [];
  const stopping = new AbortController();
  let ended: Promise<number> = Promise.resolve(0);
  const port = await new Promise<number>((resolve, reject) => {
    ended = runOperator(config, {
      signal: stopping.signal,
      environment,
      writeLog: (line) => log.push(line),
      onWorking: resolve,
      plugins,
    });
    ended.then((code) => {
      reject(new Error(`the operator ended with ${code}:\n${log.slice(-20).join('')}`));
    }, reject);
  });
  let last: string | undefined;
  const metrics = async (): Promise<string> => {
    if (last !== undefined) return last;
    const answer = await request(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) });
    return answer.body.text();
  };
  return {
    log,
    url: `http://127.0.0.1:${port}`,
    metrics,
    calls: () => seat.calls(),
    stop: async () => {
      last = await metrics();
      stopping.abort();
      return ended;
    },
  };
}
