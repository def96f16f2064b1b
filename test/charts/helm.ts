import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { runKubectl, type KubectlResult } from '../cluster/kubectl.ts';

/** Folder of the chart. */
export const CHART = 'charts/secrets-operator';

/** An object that a chart gives, as far as the tests read it. */
const Rendered = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
});
export type Rendered = z.infer<typeof Rendered>;

/** Real helm, with a home of its own. */
export class Helm {
  private constructor(
    private readonly binary: string,
    private readonly kubeconfigPath: string,
    private readonly home: string,
  ) {}

  /** `kubeconfigPath`: whom it talks to; empty: nobody, for rendering. */
  static async open(binary: string, kubeconfigPath = '/nonexistent'): Promise<Helm> {
    return new Helm(binary, kubeconfigPath, await mkdtemp(join(tmpdir(), 'infisical-operator-helm-')));
  }

  run(args: readonly string[]): Promise<KubectlResult> {
    return runKubectl({ binary: this.binary, kubeconfigPath: this.kubeconfigPath, home: this.home }, args);
  }

  /** Runs it, and throws what it said when it fails. */
  async must(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(args);
    if (code !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** The objects that a release would have. */
  async template(release: string, namespace: string, values: readonly string[]): Promise<readonly Rendered[]> {
    return objectsIn(await this.must(['template', release, CHART, '-n', namespace, ...setting(values)]));
  }

  /** The objects that an installed release has. */
  async manifest(release: string, namespace: string): Promise<readonly Rendered[]> {
    return objectsIn(await this.must(['get', 'manifest', release, '-n', namespace]));
  }

  close(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }
}

/** `--set` for each. */
export function setting(values: readonly string[]): string[] {
  return values.flatMap((value) => ['--set', value]);
}

/** The objects of a text of YAML documents, empty ones left out. */
function objectsIn(text: string): readonly Rendered[] {
  return parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    return value === null || value === undefined ? [] : [Rendered.parse(value)];
  });
}
