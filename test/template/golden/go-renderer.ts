import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** Data and templates, as the Go program beside this file reads them. */
export interface GoInput {
  readonly secrets: Readonly<Record<string, { readonly value: string; readonly secretPath: string }>>;
  readonly templates: readonly string[];
}

/** What Go made of one template: its output, or undefined when it failed. */
export type GoOutput = Buffer | undefined;

const Vectors = z.array(
  z.object({ template: z.string(), output: z.base64().default(''), fails: z.boolean().default(false) }),
);

/** Go's own text/template with sprig, as a program that renders many templates at once. */
export class GoRenderer {
  private constructor(private readonly folder: string) {}

  /** Builds the program. Resolves to the reason when that cannot be done here. */
  static async build(): Promise<GoRenderer | string> {
    const folder = await mkdtemp(join(tmpdir(), 'golden-render-'));
    try {
      await run('go', ['build', '-buildvcs=false', '-o', join(folder, 'render'), '.'], {
        cwd: import.meta.dirname,
        timeout: 300_000,
      });
      return new GoRenderer(folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      if (!(error instanceof Error)) throw error;
      if ('code' in error && error.code === 'ENOENT') return 'Go is not installed';
      return `the Go program cannot be built here: ${error.message.trim().split('\n').at(-1) ?? ''}`;
    }
  }

  /** All outputs, in the order of the templates. */
  async render(input: GoInput): Promise<GoOutput[]> {
    const text = await this.send(JSON.stringify(input));
    const vectors = Vectors.parse(JSON.parse(text));
    return vectors.map(({ output, fails }) => (fails ? undefined : Buffer.from(output, 'base64')));
  }

  private send(input: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { maxBuffer: 2 ** 30, timeout: 300_000, env: { ...process.env, GOMEMLIMIT: '2GiB' } };
      const child = execFile(join(this.folder, 'render'), [], options, (error, stdout) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`the Go program failed: ${error.message.slice(-500)}`));
      });
      child.stdin?.end(input);
    });
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
