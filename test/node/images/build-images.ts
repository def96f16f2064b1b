import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from '../sandbox/command.ts';
import { writeRootFilesystems } from './root-filesystem.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILD_MS = 600_000;

/** Environment variable with the folder of the archives, for the suites. */
export const IMAGES_FOLDER = 'INFISICAL_OPERATOR_E2E_IMAGES';

/** Names of the images, and of the archives that hold them. */
export const IMAGES = {
  operator: 'localhost/infisical-operator',
  pause: 'localhost/pause',
  plugin: 'localhost/infisical-plugin-oidc-file',
  tag: 'test',
} as const;

/** The folder of the archives; throws outside of `npm run e2e:node`, which builds them. */
export function imagesFolder(): string {
  const folder = process.env[IMAGES_FOLDER];
  if (folder === undefined) throw new Error('these suites need a node and images: npm run e2e:node');
  return folder;
}

/** What is built. */
type ImageName = Exclude<keyof typeof IMAGES, 'tag'>;

/** File of an archive in the folder of images. */
export function archiveOf(folder: string, name: ImageName): string {
  return join(folder, `${name}.tar`);
}

/** Builds the images with buildah, the operator's from its Dockerfile on bases made of this machine's files, into archives in the folder. */
export async function buildImages(folder: string, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const bases = {
    run: join(folder, 'base-run'),
    build: join(folder, 'base-build'),
    plugin: join(folder, 'base-plugin'),
  };
  await writeRootFilesystems(bases);
  const pause = join(folder, 'pause');
  const go = ['go', 'build', '-trimpath', '-ldflags=-s -w', '-o', join(pause, 'pause')] as const;
  await command([...go, fileURLToPath(new URL('pause/main.go', import.meta.url))], {
    env: { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' },
    timeoutMs: BUILD_MS,
    signal,
  });
  const buildah = new Buildah(folder, signal);
  say('base images: building');
  await buildah.fromFolder('localhost/base-run', bases.run, '');
  await buildah.fromFolder('localhost/base-build', bases.build, 'ENV PATH=/usr/local/bin:/usr/bin:/bin\n');
  await buildah.fromFolder(`${IMAGES.pause}:${IMAGES.tag}`, pause, 'ENTRYPOINT ["/pause"]\n');
  await buildah.fromFolder('localhost/base-plugin', bases.plugin, '');
  await buildah.examplePlugin();
  say('image of the operator: building');
  await buildah.fromDockerfile();
  for (const name of ['operator', 'pause', 'plugin'] as const) {
    await buildah.archive(`${IMAGES[name]}:${IMAGES.tag}`, archiveOf(folder, name));
  }
}

/** buildah with a storage of its own. */
class Buildah {
  constructor(
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  async fromFolder(image: string, context: string, more: string): Promise<void> {
    const file = `${context}.containerfile`;
    await writeFile(file, `FROM scratch\nCOPY . /\n${more}`);
    await this.run(['bud', '--quiet', '--tag', image, '--file', file, context]);
  }

  async fromDockerfile(): Promise<void> {
    const npmrc = join(this.folder, 'npmrc');
    const registry = (await command(['npm', 'config', 'get', 'registry'])).trim();
    // What "npm ci" has just fetched for this checkout is in its cache.
    const settings = ['prefer-offline=true', 'update-notifier=false', `registry=${registry}`];
    await writeFile(npmrc, [...settings, 'cafile=/etc/ssl/certs/ca-certificates.crt', ''].join('\n'));
    const cache = process.env['npm_config_cache'] ?? join(homedir(), '.npm');
    await mkdir(cache, { recursive: true });
    await this.run([
      ...['bud', '--quiet', '--isolation', 'chroot', '--network', 'host', '--layers=false'],
      ...['--build-arg', 'BUILD_BASE=localhost/base-build', '--build-arg', 'BASE=localhost/base-run'],
      ...['--secret', `id=npmrc,src=${npmrc}`, '--volume', `${cache}:/root/.npm:O`],
      ...['--tag', `${IMAGES.operator}:${IMAGES.tag}`, ROOT],
    ]);
  }

  /** A plugin of a third party, as its author would build it. */
  async examplePlugin(): Promise<void> {
    const base = ['--build-arg', 'BASE=localhost/base-plugin'];
    await this.run([
      'bud',
      '--quiet',
      ...base,
      '--tag',
      `${IMAGES.plugin}:${IMAGES.tag}`,
      `${ROOT}/examples/plugins/oidc-file`,
    ]);
  }

  async archive(image: string, file: string): Promise<void> {
    await this.run(['push', '--quiet', image, `docker-archive:${file}:${image}`]);
  }

  private run(args: readonly string[]): Promise<string> {
    const storage = [
      '--storage-driver',
      'vfs',
      '--root',
      join(this.folder, 'storage'),
      '--runroot',
      join(this.folder, 'runroot'),
    ];
    return command(['buildah', ...storage, ...args], { timeoutMs: BUILD_MS, signal: this.signal });
  }
}
