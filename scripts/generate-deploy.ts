import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isMap, parseAllDocuments, stringify, type Document } from 'yaml';
import { findAssets } from '../test/cluster/index.ts';

const NAMESPACE = 'infisical-operator-system';
const HEAD = `# Rendered from charts/secrets-operator; change that and run "npm run generate".`;

/** A file for kubectl: what it is, and the values that lead to it. */
interface InstallFile {
  readonly path: string;
  readonly about: string;
  readonly values: readonly string[];
  /** Which kinds of objects belong to it. */
  readonly keeps: (kind: unknown) => boolean;
  /** An object that is no part of the chart. */
  readonly first?: object;
}

const FILES: readonly InstallFile[] = [
  {
    path: 'deploy/install.yaml',
    about: 'Everything, for the whole cluster.',
    values: [],
    keeps: () => true,
    first: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  },
  {
    path: 'deploy/crds.yaml',
    about: 'The definitions alone. They are part of install.yaml; install-namespaced.yaml needs them.',
    values: [],
    keeps: (kind) => kind === 'CustomResourceDefinition',
  },
  {
    path: 'deploy/install-namespaced.yaml',
    about: `For one namespace, with no right outside of it; put its name in place of ${NAMESPACE}. Needs crds.yaml.`,
    values: [`scopedNamespace=${NAMESPACE}`, 'scopedRBAC=true', 'installCRDs=false'],
    keeps: () => true,
  },
];

/**
 * Path and content of each file, rendered by the helm of the test cluster. Undefined where there is none: then the files stay as they are, and a
 * test on a machine with helm tells whether they are current.
 */
export async function renderDeploy(): Promise<ReadonlyMap<string, string> | undefined> {
  const helm = (await findAssets())?.binaries.helm;
  if (helm === undefined) return undefined;
  const rendered = await Promise.all(FILES.map(async (file) => [file.path, await render(helm, file)] as const));
  return new Map(rendered);
}

/** Writes the files of `renderDeploy`, or says that they were left as they are. */
export async function generateDeploy(): Promise<void> {
  const files = await renderDeploy();
  if (files === undefined) {
    process.stdout.write('deploy: left as it is, as there is no helm; "npm run cluster:build" builds it\n');
    return;
  }
  await mkdir(new URL('../deploy', import.meta.url), { recursive: true });
  for (const [path, content] of files) await writeFile(new URL(`../${path}`, import.meta.url), content);
}

async function render(helm: string, { about, values, keeps, first }: InstallFile): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'infisical-operator-helm-'));
  try {
    const settings = ['fullnameOverride=infisical-operator', 'crds.keep=false', ...values];
    const args = ['template', 'infisical-operator', 'charts/secrets-operator', '--namespace', NAMESPACE];
    const { stdout } = await promisify(execFile)(helm, [...args, ...settings.flatMap((value) => ['--set', value])], {
      cwd: new URL('..', import.meta.url),
      // Nothing of the user's, and no cluster.
      env: { HOME: home, KUBECONFIG: join(home, 'none') },
      maxBuffer: 64 * 1024 * 1024,
    });
    const documents = parseAllDocuments(stdout).filter((document) => keeps(document.get('kind')));
    const objects = documents.map(withoutHelm);
    const texts = [...(first === undefined ? [] : [stringify(first)]), ...objects];
    return `${HEAD}\n# ${about}\n${texts.join('---\n')}`;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Text of an object without what names a release and its chart; whoever uses kubectl has neither. */
function withoutHelm(document: Document): string {
  for (const labels of [
    ['metadata', 'labels'],
    ['spec', 'template', 'metadata', 'labels'],
  ]) {
    if (!isMap(document.getIn(labels))) continue;
    document.deleteIn([...labels, 'helm.sh/chart']);
    document.deleteIn([...labels, 'app.kubernetes.io/managed-by']);
  }
  const annotations = document.getIn(['metadata', 'annotations']);
  if (isMap(annotations) && annotations.items.length === 0) document.deleteIn(['metadata', 'annotations']);
  // Such as the name of the template.
  document.commentBefore = null;
  if (isMap(document.contents)) document.contents.commentBefore = null;
  return document.toString({ lineWidth: 0, directives: false });
}
