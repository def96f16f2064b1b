import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { request } from 'undici';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { renderMonitoring } from '../../scripts/generate-monitoring.ts';
import { freePort } from '../cluster/free-port.ts';
import { commandsOrSkip } from '../commands/commands-or-skip.ts';
import { eventually, onEachServer, withScene, type Scene } from '../e2e/harness/index.ts';
import { EXPRESSIONS, filledIn } from './expressions.ts';

const run = promisify(execFile);
const Answer = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z.object({ result: z.array(z.unknown()) }).optional(),
});

describe('the rules for Prometheus', function () {
  this.timeout(20_000);

  it('are rules that promtool takes', async function () {
    await commandsOrSkip(this, ['promtool']);
    const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-rules-'));
    try {
      const alerts: unknown = parse((await renderMonitoring()).get('charts/secrets-operator/files/alerts.yaml') ?? '');
      const file = join(folder, 'rules.yaml');
      await writeFile(file, stringify({ groups: [{ name: 'infisical-operator', rules: alerts }] }));
      const { stdout } = await run('promtool', ['check', 'rules', file]);
      expect(stdout).to.match(/SUCCESS: 11 rules found/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

onEachServer('metrics as a real Prometheus sees them', (server, { holdsWrites: isEmulator }) => {
  // Prometheus knows no API server; once is enough.
  if (!isEmulator) return;
  before(async function () {
    await commandsOrSkip(this, ['prometheus']);
  });

  it('give every panel something to show, and every alert can be evaluated', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      for (const name of ['one', 'two']) await scene.apply({ name });
      await scene.apply({ name: 'lost', scope: { envSlug: 'nowhere' } });
      await scene.ready('two');
      const prometheus = await Prometheus.start(scene);
      try {
        await eventually(
          'two scrapes',
          async () => ((await prometheus.ask('count_over_time(up[1m]) >= 3')) > 0 ? true : undefined),
          { withinMs: 20_000 },
        );
        expect(await prometheus.ask('infisical_operator_resources{state="synced"} == 2')).to.equal(1);
        for (const { from, expr } of EXPRESSIONS) {
          const found = await prometheus.ask(filledIn(expr, '10s'));
          // What is compared shows something only when there is reason to.
          if (!/ [=><]+ [\d.]+$/.test(expr) && !expr.startsWith('absent'))
            expect(found, `${from}: ${expr}`).to.be.greaterThan(0);
        }
        expect(
          await prometheus.ask('sum by (kind, state) (infisical_operator_resources{state=~"error|retrying"}) > 0'),
        ).to.equal(1);
      } finally {
        await prometheus.stop();
      }
    }));
});

/** A Prometheus that scrapes the operator of a scene each second. */
class Prometheus {
  private constructor(
    private readonly url: string,
    private readonly child: ChildProcess,
    private readonly exporter: Server,
    private readonly folder: string,
  ) {}

  static async start(scene: Scene): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-prometheus-'));
    const exporter = createServer((_, response) => {
      scene.operator.metrics().then(
        (text) => response.end(text),
        () => response.destroy(),
      );
    });
    const exported = await freePort();
    exporter.listen(exported, '127.0.0.1');
    await once(exporter, 'listening');
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s' },
      scrape_configs: [
        {
          job_name: 'operator',
          static_configs: [{ targets: [`127.0.0.1:${exported}`], labels: { namespace: 'ops', pod: 'operator-0' } }],
        },
      ],
    };
    const file = join(folder, 'prometheus.yaml');
    await writeFile(file, stringify(config));
    const port = await freePort();
    const child = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    );
    return new Prometheus(`http://127.0.0.1:${port}`, child, exporter, folder);
  }

  /** How many series a query gives; 0 also while it is starting. Throws what is wrong with the query. */
  async ask(query: string): Promise<number> {
    let text: string;
    try {
      const answer = await request(`${this.url}/api/v1/query?query=${encodeURIComponent(query)}`, {
        signal: AbortSignal.timeout(5_000),
      });
      text = await answer.body.text();
      if (answer.statusCode === 503) return 0;
    } catch {
      return 0;
    }
    const { status, error, data } = Answer.parse(JSON.parse(text));
    if (status !== 'success') throw new Error(`${query}: ${error}`);
    return data?.result.length ?? 0;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
    this.exporter.close();
    this.exporter.closeAllConnections();
    await rm(this.folder, { recursive: true, force: true });
  }
}
