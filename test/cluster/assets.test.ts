import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { type AssetsEnvironment, cacheFolder, findAssets } from './assets.ts';

const CONTROL_PLANE = ['etcd', 'kube-apiserver', 'kubectl'];
const ALL = [...CONTROL_PLANE, 'kube-controller-manager'];

describe('test/cluster findAssets', () => {
  let root: string;
  let env: AssetsEnvironment;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'infisical-operator-assets-'));
    env = { KUBEBUILDER_ASSETS: join(root, 'chosen'), XDG_CACHE_HOME: join(root, 'cache') };
  });

  afterEach(() => rm(root, { recursive: true }));

  async function put(folder: string, names: readonly string[], mode = 0o755): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of names) await writeFile(join(folder, name), '', { mode });
  }

  const cases = [
    { title: 'nothing anywhere', chosen: [], cached: [], found: undefined },
    { title: 'only the chosen folder', chosen: ALL, cached: [], found: 'KUBEBUILDER_ASSETS' },
    { title: 'only the cache', chosen: [], cached: ALL, found: 'cache' },
    { title: 'both: the explicit choice wins', chosen: ALL, cached: ALL, found: 'KUBEBUILDER_ASSETS' },
    { title: 'what envtest ships', chosen: CONTROL_PLANE, cached: ALL, found: 'KUBEBUILDER_ASSETS' },
    { title: 'a chosen folder without an API server', chosen: ['etcd', 'kubectl'], cached: ALL, found: 'cache' },
    { title: 'a build that was interrupted', chosen: [], cached: ['etcd'], found: undefined },
  ];
  for (const { title, chosen, cached, found } of cases) {
    it(`${title}: ${found ?? 'none'}`, async () => {
      await put(join(root, 'chosen'), chosen);
      await put(await cacheFolder(env), cached);
      const assets = await findAssets(env);
      expect(assets?.source).to.equal(found);
      const names = found === undefined ? [] : found === 'cache' ? cached : chosen;
      expect(Object.keys(assets?.binaries ?? {})).to.have.members(names);
    });
  }

  it('does not count a file that cannot be executed', async () => {
    await put(join(root, 'chosen'), ALL, 0o644);
    expect(await findAssets(env)).to.equal(undefined);
  });
});

describe('test/cluster cacheFolder', () => {
  const fallback = join(homedir(), '.cache');
  const cases = [
    { title: 'XDG_CACHE_HOME', configured: '/somewhere', base: '/somewhere' },
    { title: 'no XDG_CACHE_HOME', configured: undefined, base: fallback },
    { title: 'an empty XDG_CACHE_HOME', configured: '', base: fallback },
    { title: 'a relative XDG_CACHE_HOME', configured: 'somewhere', base: fallback },
  ];
  for (const { title, configured, base } of cases) {
    it(`is under ${base === fallback ? '~/.cache' : base} with ${title}`, async () => {
      const folder = await cacheFolder({ XDG_CACHE_HOME: configured });
      const [parent, name] = [
        join(base, 'infisical-operator', 'cluster'),
        /\/[a-z0-9]+-[a-z0-9]+-v1\.\d+\.\d+-[0-9a-f]{12}$/,
      ];
      expect(folder.startsWith(parent)).to.equal(true);
      expect(folder).to.match(name);
    });
  }
});
