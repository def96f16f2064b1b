import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findAssets } from '../../../cluster/index.ts';

/** What a command said. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 30_000;

/** The kubectl to test with: that of the test cluster, else the one on the PATH, else undefined. */
export async function findKubectl(): Promise<string | undefined> {
  const assets = await findAssets();
  if (assets?.binaries.kubectl !== undefined) return assets.binaries.kubectl;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, 'kubectl');
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** kubectl with a home and configuration of its own, in a temporary folder. */
export class Kubectl {
  private constructor(
    private readonly binary: string,
    private readonly folder: string,
  ) {}

  /** Writes the configuration into a temporary folder, which `remove` deletes. */
  static async create(binary: string, kubeconfig: string): Promise<Kubectl> {
    const folder = await mkdtemp(join(tmpdir(), 'kubectl-'));
    await writeFile(join(folder, 'config'), kubeconfig, { mode: 0o600 });
    return new Kubectl(binary, folder);
  }

  /** Runs a command to its end; a failing one is a result. */
  run(args: readonly string[], stdin = '', editor = 'true'): Promise<Said> {
    return new Promise((resolve) => {
      const options = { env: this.#environment(editor), timeout: TIMEOUT_MS };
      const child = execFile(this.binary, args, options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
      });
      // kubectl may end without reading its input, which closes the pipe under the write.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(stdin);
    });
  }

  /** Starts a command that does not end by itself; the caller kills it. */
  start(args: readonly string[]): ChildProcess {
    return spawn(this.binary, args, { env: this.#environment('true'), stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** Deletes the temporary folder. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  #environment(editor: string): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.folder,
      KUBECONFIG: join(this.folder, 'config'),
      KUBE_EDITOR: editor,
    };
  }
}
