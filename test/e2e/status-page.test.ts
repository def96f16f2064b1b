import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { request } from 'undici';
import { commandsOrSkip } from '../commands/commands-or-skip.ts';
import { conditionOf, eventually, onEachServer, withScene, type Scene } from './harness/index.ts';

const run = promisify(execFile);
/** Asked for a page of that name, Infisical's stand-in says that it does not exist, and the operator repeats it. */
const HOSTILE = '<img src=x onerror="document.title=1">';

onEachServer('the status page', (server) => {
  it('is off unless it is switched on', () =>
    withScene(server(), {}, async (scene) => {
      for (const path of ['/', '/status.json']) expect((await ask(scene, path)).code).to.equal(404);
    }));

  it('has one document that tells of resources, states, queue and plugins, and cannot be written to', () =>
    withScene(server(), { flags: { statusPage: 'true' } }, async (scene) => {
      await populate(scene);
      const { code, text, headers } = await ask(scene, '/status.json');
      expect(code).to.equal(200);
      expect(headers['content-type']).to.match(/^application\/json/);
      const document: unknown = JSON.parse(text);
      expect(document).to.have.property('working', true);
      expect(document).to.have.nested.property('kinds[0].kind', 'InfisicalSecret');
      expect(text).to.contain(`"key":"${scene.namespace}/app","state":"synced"`);
      expect(text).to.contain(`"key":"${scene.namespace}/lost","state":"error"`);
      expect(text).to.contain('{"id":"auth.universal","origin":"built-in"}');
      expect(scene.canaries.in(text)).to.deep.equal([]);
      expect((await ask(scene, '/status.json', 'POST')).code).to.equal(405);
      expect((await ask(scene, '/')).headers['content-security-policy']).to.contain("default-src 'none'");
    }));

  it('shows them in a browser, and shows what tenants write as text', async function () {
    await commandsOrSkip(this, ['chromium']);
    await withScene(server(), { flags: { statusPage: 'true' } }, async (scene) => {
      await populate(scene);
      const page = await inBrowser(scene);
      expect(page).to.match(/Version [^<]+, working/);
      expect(page).to.contain('<h2>InfisicalSecret</h2>');
      expect(page).to.contain(`<td>${scene.namespace}/app</td><td>synced</td>`);
      expect(page).to.contain(`<td>${scene.namespace}/lost</td><td>error</td>`);
      expect(page).to.match(/<span class="False">Ready False<\/span> \w+: [^<]*&lt;img src=x/);
      expect(page).to.contain('<title>Infisical operator</title>');
      expect(page).to.contain('<td>auth.universal</td><td>built-in</td>');
      expect(page).to.contain('As of ');
      expect(scene.canaries.in(page)).to.deep.equal([]);
    });
  });
});

/** One resource that is well, and one whose message repeats what a tenant wrote. */
async function populate(scene: Scene): Promise<void> {
  scene.plant('DB_URL');
  await scene.apply({ name: 'app' });
  await scene.apply({ name: 'lost', scope: { secretsPath: `/${HOSTILE}` } });
  await scene.ready('app');
  await eventually('the other to fail', async () =>
    conditionOf(await scene.get('lost'), 'Ready')?.status === 'False' ? true : undefined,
  );
}

function urlOf({ operator: { url } }: Scene): string {
  if (url === undefined) throw new Error('this operator serves nothing');
  return url;
}

interface Answer {
  readonly code: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

async function ask(scene: Scene, path: string, method: 'GET' | 'POST' = 'GET'): Promise<Answer> {
  const answer = await request(`${urlOf(scene)}${path}`, { method, signal: AbortSignal.timeout(5_000) });
  return { code: answer.statusCode, text: await answer.body.text(), headers: answer.headers };
}

/** The page as a browser has it once its script has run. */
async function inBrowser(scene: Scene): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'infisical-operator-browser-'));
  try {
    const { stdout } = await run(
      'chromium',
      [
        '--headless',
        // Root has no sandbox; the page is our own.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        `--user-data-dir=${home}`,
        '--virtual-time-budget=3000',
        '--dump-dom',
        `${urlOf(scene)}/`,
      ],
      { timeout: 40_000, env: { PATH: process.env['PATH'], HOME: home } },
    );
    return stdout;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
