import { eventually } from '../e2e/harness/eventually.ts';
import { NodeScene, RELEASE } from './node-scene.ts';
import { expectPrinted } from './printed-block.ts';

const PAGE = 'docs/guide/kubectl-describe.md';

describe('what the pages show of kubectl and helm, as printed on a real node', function () {
  this.timeout(300_000);
  let scene: NodeScene;
  let end = (): Promise<void> => Promise.resolve();
  before(async () => {
    scene = await NodeScene.open();
    end = () => scene.end();
    scene.plant('DB_URL', 'postgres://shop@db.internal/shop');
    scene.plant('API_KEY', 'first-value');
  });
  after(() => end());

  /** Runs kubectl as somebody would who works in the namespace, and gives the command with what it printed. */
  async function shell(...args: string[]): Promise<string> {
    return `$ kubectl ${args.join(' ')}\n${await scene.kubectl(args)}`;
  }

  /** `kubectl describe` once the Event of the present reason has been written. */
  async function described(name: string, reason: string): Promise<string> {
    const args = ['describe', 'infisicalsecret', name];
    return eventually(
      `an Event ${reason}`,
      async () => {
        const printed = await shell(...args);
        return printed.split('\nEvents:')[1]?.includes(reason) === true ? printed : undefined;
      },
      { withinMs: 30_000 },
      () => shell(...args),
    );
  }

  it('README: helm install, and the first Secret', async () => {
    const said = await scene.install();
    const { name, namespace } = RELEASE;
    const command = `$ helm install ${name} charts/secrets-operator --namespace ${namespace} --create-namespace --values values.yaml`;
    await expectPrinted('README.md', 'helm install', `${command}\n${said}`);
    const rollout = ['-n', namespace, 'rollout', 'status', `deployment/${RELEASE.deployment}`];
    await scene.rolledOut();
    const done = (await scene.kubectl(rollout)).trim();
    await scene.apply('db', { resyncInterval: '1m' });
    await scene.ready('db');
    const pods = await shell('-n', namespace, 'get', 'pods');
    await expectPrinted(
      'README.md',
      'first secret',
      [`$ kubectl ${rollout.join(' ')}\n${done}`, pods.trim(), (await shell('get', 'infisicalsecrets')).trim()].join(
        '\n\n',
      ),
    );
  });

  it('a healthy resource', async () => {
    await expectPrinted(PAGE, 'healthy', await described('db', 'Synced'));
  });

  it('a resource that is tried again', async () => {
    await scene.infisical.down();
    await scene.forceSync('db');
    await scene.kubectl(['wait', '--for=condition=Ready=False', 'infisicalsecret/db', '--timeout=60s']);
    const printed = await described('db', 'HostUnreachable');
    await scene.infisical.up();
    await expectPrinted(PAGE, 'retrying', printed);
    await scene.ready('db');
  });

  it('a resource that somebody has to put right', async () => {
    const wrong = ['--from-literal=clientId=client', '--from-literal=clientSecret=mistyped'];
    await scene.kubectl(['create', 'secret', 'generic', 'other-credentials', ...wrong]);
    await scene.apply('orders', { credentials: 'other-credentials', resyncInterval: '1m' });
    await scene.kubectl(['wait', '--for=condition=Stalled', 'infisicalsecret/orders', '--timeout=60s']);
    await expectPrinted(PAGE, 'failed', await described('orders', 'InvalidCredentials'));
    await expectPrinted(PAGE, 'list', await shell('get', 'infisicalsecrets', '-o', 'wide'));
  });
});
