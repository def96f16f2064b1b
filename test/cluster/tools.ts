import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A Go module of this folder and the one requirement of its go.mod that gives its commands their version. */
interface GoModule {
  readonly folder: string;
  readonly requirement: string;
}

/** One command that the tests start, and how `npm run cluster:build` makes it. */
interface ToolRecipe {
  readonly module: GoModule;
  readonly package: string;
  /** `control-plane`: without it there is no API server at all. `optional`: only some suites need it. `node`: only those of test/node. */
  readonly need: 'control-plane' | 'optional' | 'node';
  /** Go string variables (`-X`) that tell the command its own version. */
  readonly stamps: (version: string) => Readonly<Record<string, string>>;
}

const KUBERNETES: GoModule = { folder: 'kubernetes', requirement: 'k8s.io/kubernetes' };
const HELM: GoModule = { folder: 'helm', requirement: 'helm.sh/helm/v3' };
const ETCD: GoModule = { folder: 'etcd', requirement: 'go.etcd.io/etcd/server/v3' };

/** Without these the server calls itself v0.0.0, which kubectl and helm take for an incompatible version. */
function kubernetesStamps(version: string): Record<string, string> {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return Object.fromEntries(
    packages.flatMap((p) => Object.entries(values).map(([name, value]) => [`${p}.${name}`, value])),
  );
}

/** Without these it says v3.0 of itself, and renders charts for Kubernetes 1.20 when it is not told of another. */
function helmStamps(version: string): Record<string, string> {
  return {
    'helm.sh/helm/v3/internal/version.version': version,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '35',
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '35',
  };
}

const noStamps = (): Record<string, string> => ({});

/**
 * Every command of the test cluster. Another one is a line here and a `tool` line in the go.mod of its module; a command
 * of another project gets a module of its own, so that each is built from the dependencies it was released with.
 */
const RECIPES = {
  etcd: { module: ETCD, package: 'go.etcd.io/etcd/server/v3', need: 'control-plane', stamps: noStamps },
  'kube-apiserver': {
    module: KUBERNETES,
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    need: 'control-plane',
    stamps: kubernetesStamps,
  },
  kubectl: {
    module: KUBERNETES,
    package: 'k8s.io/kubernetes/cmd/kubectl',
    need: 'control-plane',
    stamps: kubernetesStamps,
  },
  'kube-controller-manager': {
    module: KUBERNETES,
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    need: 'optional',
    stamps: kubernetesStamps,
  },
  helm: { module: HELM, package: 'helm.sh/helm/v3/cmd/helm', need: 'optional', stamps: helmStamps },
  'kube-scheduler': {
    module: KUBERNETES,
    package: 'k8s.io/kubernetes/cmd/kube-scheduler',
    need: 'node',
    stamps: kubernetesStamps,
  },
  'kube-proxy': {
    module: KUBERNETES,
    package: 'k8s.io/kubernetes/cmd/kube-proxy',
    need: 'node',
    stamps: kubernetesStamps,
  },
  kubelet: { module: KUBERNETES, package: 'k8s.io/kubernetes/cmd/kubelet', need: 'node', stamps: kubernetesStamps },
} as const satisfies Record<string, ToolRecipe>;

/** File name of a command in the folder of binaries, as KUBEBUILDER_ASSETS expects it. */
export type ToolName = keyof typeof RECIPES;

/** A command with its pinned version and everything `go build` needs to make it. */
export interface Tool {
  readonly name: ToolName;
  /** As in go.mod, for example `v1.35.4`. */
  readonly version: string;
  readonly need: ToolRecipe['need'];
  /** Absolute folder of the Go module to build in. */
  readonly moduleFolder: string;
  readonly package: string;
  readonly ldflags: string;
}

/** The commands at their pinned versions, and a key that changes whenever one of them would be built differently. */
export interface PinnedTools {
  readonly tools: readonly Tool[];
  /** Safe as a folder name: platform, Kubernetes version, hash of versions, flags, go.mod and go.sum. */
  readonly cacheKey: string;
}

/** Reads the pins from the go.mod and go.sum files beside this file; rejects when one is missing or names no version. */
export async function pinnedTools(): Promise<PinnedTools> {
  const hash = createHash('sha256');
  const versions = new Map<string, string>();
  for (const { folder, requirement } of [KUBERNETES, ETCD, HELM]) {
    const goMod = await readFile(`${moduleFolder(folder)}/go.mod`, 'utf8');
    hash.update(goMod).update(await readFile(`${moduleFolder(folder)}/go.sum`, 'utf8'));
    versions.set(folder, requiredVersion(goMod, requirement));
  }
  const tools = toolNames().map((name) => pinTool(name, versions));
  // The module folder is left out: two clones at the same pins share one folder of binaries.
  hash.update(JSON.stringify(tools.map((tool) => [tool.name, tool.package, tool.ldflags])));
  const kubernetes = versions.get(KUBERNETES.folder) ?? '';
  const cacheKey = `${process.platform}-${process.arch}-${kubernetes}-${hash.digest('hex').slice(0, 12)}`;
  return { tools, cacheKey };
}

/** The names in the order of the table, which is the order of building. */
export function toolNames(): ToolName[] {
  const isToolName = (name: string): name is ToolName => name in RECIPES;
  return Object.keys(RECIPES).filter(isToolName);
}

/** True for the commands that every real-server suite needs and that envtest's archives contain. */
export function isControlPlaneTool(name: ToolName): boolean {
  return RECIPES[name].need === 'control-plane';
}

/** Version of a module in the text of a go.mod; throws when it is not required there. */
export function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split('\n')) {
    const [path, version] = line
      .trim()
      .replace(/^require\s+/, '')
      .split(/\s+/);
    if (path === module && version?.startsWith('v') === true) return version;
  }
  throw new Error(`go.mod requires no version of ${module}; add a line "require ${module} vX.Y.Z"`);
}

function pinTool(name: ToolName, versions: ReadonlyMap<string, string>): Tool {
  const recipe: ToolRecipe = RECIPES[name];
  const version = versions.get(recipe.module.folder) ?? '';
  const stamps = Object.entries(recipe.stamps(version)).map(([variable, value]) => `-X ${variable}=${value}`);
  return {
    name,
    version,
    need: recipe.need,
    moduleFolder: moduleFolder(recipe.module.folder),
    package: recipe.package,
    ldflags: ['-s', '-w', ...stamps].join(' '),
  };
}

function moduleFolder(folder: string): string {
  return fileURLToPath(new URL(`modules/${folder}`, import.meta.url));
}
