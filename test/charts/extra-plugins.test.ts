import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { assetsOrSkip } from '../cluster/index.ts';
import { PROJECT, onEachServer, withScene } from '../e2e/harness/index.ts';
import { runOf } from './deployment-flags.ts';
import { CHART, Helm, setting, type Rendered } from './helm.ts';

const EXAMPLES = 'examples/plugins';
const HASH = '0'.repeat(64);

const Volume = z.looseObject({ name: z.string() });
const PodSpec = z.object({
  initContainers: z
    .array(z.looseObject({ name: z.string(), image: z.string(), command: z.array(z.string()) }))
    .default([]),
  containers: z.array(z.object({ volumeMounts: z.array(z.looseObject({ name: z.string() })).default([]) })),
  volumes: z.array(Volume).default([]),
});

function deploymentIn(objects: readonly Rendered[]): Rendered {
  const found = objects.find(({ kind }) => kind === 'Deployment');
  if (found === undefined) throw new Error('the chart gives no Deployment');
  return found;
}

/** The pod of the Deployment. */
function podIn(objects: readonly Rendered[]): z.output<typeof PodSpec> {
  const Deployment = z.looseObject({ spec: z.object({ template: z.object({ spec: PodSpec }) }) });
  return Deployment.parse(deploymentIn(objects)).spec.template.spec;
}

/** The list of plugins that the Deployment passes. */
function listIn(objects: readonly Rendered[]): string {
  return runOf(deploymentIn(objects)).flags['extraPlugins'] ?? '';
}

const ONE = ['plugins.extra[0].name=oidcFile', `plugins.extra[0].manifestSha256=${HASH}`];
const AN_IMAGE = [...ONE, 'plugins.extra[0].image=registry.example.com/oidc:1', 'plugins.extra[0].pullPolicy=Never'];

describe('plugins of third parties in the chart', function () {
  this.timeout(30_000);
  let helm: Helm;
  let end = (): Promise<void> => Promise.resolve();
  before(async function () {
    const { binaries } = await assetsOrSkip(this, ['helm']);
    helm = await Helm.open(binaries.helm ?? '');
    end = () => helm.close();
  });
  after(() => end());

  it('leaves no trace when there is none', async () => {
    const objects = await helm.template('rel', 'ops', []);
    expect(listIn(objects)).to.equal('');
    expect(podIn(objects)).to.deep.equal({ initContainers: [], containers: [{ volumeMounts: [] }], volumes: [] });
  });

  it('mounts images as volumes', async () => {
    const objects = await helm.template('rel', 'ops', AN_IMAGE);
    const { containers, volumes, initContainers } = podIn(objects);
    expect(volumes).to.deep.equal([
      { name: 'plugin-oidcfile', image: { reference: 'registry.example.com/oidc:1', pullPolicy: 'Never' } },
    ]);
    expect(containers[0]?.volumeMounts).to.deep.equal([
      { name: 'plugin-oidcfile', mountPath: '/plugins/oidcFile', readOnly: true },
    ]);
    expect(initContainers).to.deep.equal([]);
    expect(JSON.parse(listIn(objects))).to.deep.equal([
      { name: 'oidcFile', path: '/plugins/oidcFile/plugin', manifestSha256: HASH, config: {} },
    ]);
  });

  it('copies them by init containers that may no more than the operator', async () => {
    const objects = await helm.template('rel', 'ops', [...AN_IMAGE, 'plugins.extraMode=initContainer']);
    const { containers, volumes, initContainers } = podIn(objects);
    expect(volumes).to.deep.equal([{ name: 'plugin-oidcfile', emptyDir: { sizeLimit: '32Mi' } }]);
    expect(containers[0]?.volumeMounts[0]).to.deep.include({ name: 'plugin-oidcfile', readOnly: true });
    expect(initContainers).to.have.length(1);
    expect(initContainers[0]).to.deep.include({
      image: 'registry.example.com/oidc:1',
      imagePullPolicy: 'Never',
      volumeMounts: [{ name: 'plugin-oidcfile', mountPath: '/copy' }],
    });
    expect(initContainers[0]).to.have.nested.property('securityContext.readOnlyRootFilesystem', true);
  });

  it('names a folder of the image of the operator', async () => {
    const objects = await helm.template('rel', 'ops', [...ONE, 'plugins.extra[0].path=/plugins/own']);
    expect(podIn(objects).volumes).to.deep.equal([]);
    expect(JSON.parse(listIn(objects))).to.have.nested.property('[0].path', '/plugins/own');
  });

  it('keeps Kubernetes from replacing what looks like a variable', async () => {
    const objects = await helm.template('rel', 'ops', [...AN_IMAGE, 'plugins.extra[0].config.a=$(HOME)']);
    expect(listIn(objects)).to.contain('"a":"$$(HOME)"');
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a plugin without image and path', ONE, /plugins\.extra\[0\]: oidcFile needs either an image or a path/],
    ['one with both', [...AN_IMAGE, 'plugins.extra[0].path=/a'], /needs either an image or a path/],
    ['one without a hash', ['plugins.extra[0].name=a', 'plugins.extra[0].image=b'], /manifestSha256/],
    ['one that is not checked', ['plugins.extra[0].name=a', 'plugins.extra[0].manifestSha256=unchecked'], /manifestSha256/],
    ['a name that is none', ['plugins.extra[0].name=a-b', `plugins.extra[0].manifestSha256=${HASH}`], /name/],
    [
      'a name that is there twice',
      [...AN_IMAGE, 'plugins.extra[1].name=OidcFile', 'plugins.extra[1].image=b', `plugins.extra[1].manifestSha256=${HASH}`],
      /plugins\.extra\[1\]: the name OidcFile is there twice/,
    ],
  ];
  for (const [title, values, says] of refused) {
    it(`refuses ${title}`, async () => {
      const { code, stderr } = await helm.run(['template', 'rel', CHART, ...setting(values)]);
      expect(code).not.to.equal(0);
      expect(stderr).to.match(says);
    });
  }
});

onEachServer('the example plugins, from values of the chart alone', (server) => {
  let helm: Helm;
  let root = '';
  let end = (): Promise<void> => Promise.resolve();
  before(async function () {
    const { binaries } = await assetsOrSkip(this, ['helm']);
    helm = await Helm.open(binaries.helm ?? '');
    end = () => helm.close();
  });
  after(() => end());
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'infisical-plugins-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** Does what a node would: runs the init containers. Gives the list of plugins, and all else that names a path, with paths of this machine. */
  async function mounted(example: string, change: (values: string) => string): Promise<string> {
    const values = join(root, 'values.yaml');
    await writeFile(values, change(await readFile(join(EXAMPLES, example, 'values.yaml'), 'utf8')));
    const text = await helm.must(['template', 'rel', CHART, '-f', values, '--set', 'plugins.extraMode=initContainer', '-s', 'templates/deployment.yaml']);
    const deployment = parse(text) as Rendered;
    for (const { command } of podIn([deployment]).initContainers) {
      const [file = '', ...args] = command;
      const copy = join(root, 'copy');
      await mkdir(copy);
      // What the Dockerfile has at /plugin, and where the volume is.
      await promisify(execFile)(
        file,
        args.map((arg) => (arg === '/plugin' ? join(EXAMPLES, example, 'plugin') : arg === '/copy/' ? copy : arg)),
      );
    }
    return listIn([deployment]).replace(/"path":"\/plugins\/[^/]+\//, `"path":"${join(root, 'copy')}/`);
  }

  function third(name: string, identityId: string): { readonly authentication: object } {
    const secretsScope = { projectSlug: PROJECT, envSlug: 'dev', secretsPath: '/' };
    return { authentication: { plugin: { name, config: { identityId }, secretsScope } } };
  }

  it('oidc-file logs in with a projected token', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const token = scene.canaries.plant('oidc');
      const { id } = scene.infisical.identity({ name: 'oidc', oidc: ({ jwt }) => jwt === token, projects: [PROJECT] });
      const content = { DB_URL: scene.plant('DB_URL') };
      await writeFile(join(root, 'infisical'), token);
      const extraPlugins = await mounted('oidc-file', (values) => values.replaceAll('/var/run/secrets/tokens', root));
      await scene.startOperator({ extraPlugins });
      await scene.apply({ name: 'app', ...third('oidcFile', id) });
      await scene.ready('app');
      expect(await scene.values('app')).to.deep.equal(content);
    }));

  it('token-source logs in with a token of an endpoint', () =>
    withScene(server(), { operator: false }, async (scene) => {
      const token = scene.canaries.plant('jwt');
      const issuer = createServer((_request, response) => response.end(JSON.stringify({ token }))).listen(0, '127.0.0.1');
      try {
        await once(issuer, 'listening');
        const { port } = issuer.address() as AddressInfo;
        const { id } = scene.infisical.identity({ name: 'jwt', jwt: ({ jwt }) => jwt === token, projects: [PROJECT] });
        const content = { DB_URL: scene.plant('DB_URL') };
        const extraPlugins = await mounted('token-source', (values) =>
          values.replace('token-issuer.identity.svc', `127.0.0.1:${port}`),
        );
        await scene.startOperator({ extraPlugins });
        await scene.apply({ name: 'app', ...third('tokenSource', id) });
        await scene.ready('app');
        expect(await scene.values('app')).to.deep.equal(content);
      } finally {
        issuer.close();
      }
    }));
});
