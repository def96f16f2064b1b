import { expect } from 'chai';
import { z } from 'zod';
import { anInfisicalPushSecret } from '../builders/infisical-push-secret.ts';
import { eventually } from '../e2e/harness/eventually.ts';
import { aConsumer } from './consumer.ts';
import { IMAGES } from './images/build-images.ts';
import { CREDENTIALS, NodeScene, RELEASE } from './node-scene.ts';
import { idsOf, operatorPids, processesBeside, processorMs } from './operator-pod.ts';

/** What is read of a token of a ServiceAccount. */
const Claims = z.object({ sub: z.string(), aud: z.tuple([z.literal('infisical')]) });
/** What may pass between `helm install` and the first synced Secret. */
const INSTALL_MS = 30_000;
/** Processor time that a start may take: 0.6 to 0.8 s where nobody else is at work. */
const FIRST_WATCH_MS = 1_000;
/** The same work on processors that others keep busy. More than that is a mistake of ours. */
const FIRST_WATCH_BUSY_MS = 1_500;

describe('helm install, on a real node', function () {
  this.timeout(300_000);
  let scene: NodeScene;
  let end = (): Promise<void> => Promise.resolve();
  before(async () => {
    scene = await NodeScene.open();
    end = () => scene.end();
  });
  after(() => end());
  /** Measured, for whoever reads the output of a run. */
  const facts: string[] = [];
  after(() => {
    process.stdout.write(`\nmeasured: ${facts.join('; ')}\n`);
  });

  /** Runs kubectl in the namespace of the release. */
  const inRelease = (args: readonly string[]): Promise<string> =>
    scene.kubectl([`--namespace=${RELEASE.namespace}`, ...args]);
  const logs = (): Promise<string> => inRelease(['logs', `deployment/${RELEASE.deployment}`]);
  const operatorPid = (): Promise<number> =>
    eventually(
      'one process of the operator',
      async () => {
        const [pid, ...more] = await operatorPids();
        return more.length === 0 ? pid : undefined;
      },
      { withinMs: 60_000 },
      operatorPids,
    );
  const generation = async (): Promise<string> =>
    scene.kubectl(['get', 'deployment', 'consumer', '-o', 'jsonpath={.metadata.generation}']);

  /** Ends the pod, and gives what the next one needs until every watch has delivered what there is, which is a little after the first watch. */
  async function processorMsOfAStart(): Promise<number> {
    const before = await operatorPid();
    await inRelease(['delete', 'pod', '--all']);
    const patience = { withinMs: 60_000 };
    const next = async (): Promise<number | undefined> => (await operatorPids()).find((each) => each !== before);
    const pid = await eventually('a new process', next, patience);
    const filled = async (): Promise<true | undefined> =>
      (await logs().catch(() => '')).includes('caches are filled') ? true : undefined;
    await eventually('the caches to be filled', filled, patience);
    return processorMs(pid);
  }

  it('leads to the first synced Secret in less than 30 s', async () => {
    scene.plant('DB_URL', 'postgres://first');
    const began = performance.now();
    await scene.install(['plugins.auth.kubernetesAuth.enabled=false']);
    await scene.kubectl([
      'wait',
      '--for=condition=Established',
      'crd/infisicalsecrets.secrets.infisical.com',
      '--timeout=30s',
    ]);
    await scene.apply('app', { resyncInterval: '5s' });
    await scene.holds('app', 'DB_URL', 'postgres://first');
    const took = performance.now() - began;
    facts.push(`helm install to the first synced Secret: ${(took / 1000).toFixed(1)} s`);
    expect(took).to.be.lessThan(INSTALL_MS);
    await scene.ready('app');
  });

  it('is at its first watch after about 1 s of processor time at most', async () => {
    const took: number[] = [];
    // A busy machine makes the same work cost more, never less: the least of a few starts is nearest to what it costs.
    while (took.length < 4 && took.every((ms) => ms >= FIRST_WATCH_MS)) took.push(await processorMsOfAStart());
    facts.push(`processor time of a start until its watches have delivered: ${Math.min(...took)} ms`);
    expect(Math.min(...took), took.join(', ')).to.be.lessThan(FIRST_WATCH_BUSY_MS);
    await scene.rolledOut();
  });

  it('runs as one process without rights, on a file system that cannot be written to and has no shell', async () => {
    const pid = await operatorPid();
    expect(await processesBeside(pid)).to.deep.equal([pid]);
    expect(await idsOf(pid)).to.deep.equal({ user: '65532\t65532\t65532\t65532', group: '65532\t65532\t65532\t65532' });
    const deployment = `deployment/${RELEASE.deployment}`;
    const write = "require('node:fs').writeFileSync('/app/new', '')";
    const refusals = [
      { args: ['/nodejs/bin/node', '--eval', write], says: /EROFS: read-only file system/ },
      { args: ['/nodejs/bin/node', '--eval', write.replace('/app', '/tmp')], says: /EROFS: read-only file system/ },
      { args: ['sh', '-c', 'true'], says: /"sh": executable file not found/ },
    ];
    for (const { args, says } of refusals) {
      const said = await inRelease(['exec', deployment, '--', ...args]).then(String, String);
      expect(said).to.match(says);
    }
  });

  it('has the rights of the parts that are on, and of no other', async () => {
    const user = `--as=system:serviceaccount:${RELEASE.namespace}:${RELEASE.deployment}`;
    // It says no by its exit code, too.
    const can = async (...what: string[]): Promise<string> =>
      (await scene.cluster.plane.kubectl(['auth', 'can-i', ...what, user])).stdout.trim();
    expect(await can('patch', 'deployments')).to.equal('yes');
    expect(await can('create', 'serviceaccounts/token')).to.equal('no');
    expect((await logs()).split('\n').filter((line) => line.includes('"level":"error"'))).to.deep.equal([]);
  });

  it('rolls pods out once per change of a secret, and they read the new value', async () => {
    await scene.kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(aConsumer('consumer', 'app')) });
    await scene.kubectl(['rollout', 'status', 'deployment/consumer', '--timeout=60s']);
    await scene.kubectl([
      'wait',
      '--for=jsonpath={.status.conditions[?(@.type=="secrets.infisical.com/AutoRedeployReady")].status}=True',
      'infisicalsecret/app',
      '--timeout=30s',
    ]);
    const before = Number(await generation());
    scene.plant('DB_URL', 'postgres://second');
    await scene.holds('app', 'DB_URL', 'postgres://second');
    await scene.kubectl([
      'wait',
      `--for=jsonpath={.metadata.generation}=${before + 1}`,
      'deployment/consumer',
      '--timeout=60s',
    ]);
    await scene.kubectl(['rollout', 'status', 'deployment/consumer', '--timeout=60s']);
    // Those of before are still there for a moment, with what they said.
    const pods = (): Promise<string> => scene.kubectl(['get', 'pods', '--selector=app=consumer', '-o', 'name']);
    const areTwo = async (): Promise<true | undefined> =>
      (await pods()).trim().split('\n').length === 2 ? true : undefined;
    await eventually('the pods of before to be gone', areTwo, { withinMs: 60_000 }, pods);
    const said = await scene.kubectl(['logs', '--selector=app=consumer', '--prefix=false']);
    expect(new Set(said.trim().split('\n'))).to.deep.equal(new Set(['DB_URL=postgres://second']));
    expect(Number(await generation())).to.equal(before + 1);
  });

  it('pushes a Secret to Infisical, and what is changed in it', async () => {
    await scene.kubectl(['create', 'secret', 'generic', 'pushed', '--from-literal=API_KEY=first']);
    const manifest = anInfisicalPushSecret({
      namespace: 'shop',
      name: 'pushed',
      hostAPI: scene.infisical.url,
      authentication: { universalAuth: { credentialsRef: { secretName: CREDENTIALS } } },
      updatePolicy: 'Replace',
      destination: { projectSlug: 'shop', environmentSlug: 'dev', secretsPath: '/pushed', createFolders: true },
    });
    await scene.kubectl(['apply', '-f', '-'], { stdin: JSON.stringify(manifest) });
    await scene.kubectl(['wait', '--for=condition=Ready', 'infisicalpushsecret/pushed', '--timeout=60s']);
    expect(scene.infisical.secrets('shop', 'dev', '/pushed')).to.deep.equal({ API_KEY: 'first' });
    await scene.kubectl([
      'patch',
      'secret',
      'pushed',
      '--patch',
      JSON.stringify({ stringData: { API_KEY: 'second' } }),
    ]);
    await eventually(
      'Infisical to have the new value',
      () => (scene.infisical.secrets('shop', 'dev', '/pushed')['API_KEY'] === 'second' ? true : undefined),
      { withinMs: 30_000 },
    );
  });

  it('takes a login method of a third party by values alone: a plugin out of an image, with a token of the pod', async () => {
    const subject = `system:serviceaccount:${RELEASE.namespace}:${RELEASE.deployment}`;
    const { id } = scene.infisical.identity({
      name: 'pod',
      // Who it is and for whom; that Kubernetes has signed it is not looked at here.
      oidc: ({ jwt = '' }) =>
        Claims.parse(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())).sub === subject,
      projects: ['shop'],
    });
    const plugin = 'plugins.extra[0]';
    const image = [`${plugin}.image=${IMAGES.plugin}:${IMAGES.tag}`, `${plugin}.pullPolicy=Never`];
    // Proofs of the operator's own identity go to its own host.
    const host = `hostAPI=${scene.infisical.url}`;
    // containerd of Debian 12 knows no volumes of images.
    await scene.upgrade(
      [...image, host, 'plugins.extraMode=initContainer'],
      ['examples/plugins/oidc-file/values.yaml'],
    );
    const secretsScope = { projectSlug: 'shop', envSlug: 'dev', secretsPath: '/' };
    await scene.apply('by-plugin', {
      authentication: { plugin: { name: 'oidcFile', config: { identityId: id }, secretsScope } },
    });
    await scene.ready('by-plugin');
    await scene.holds('by-plugin', 'DB_URL', scene.infisical.secrets('shop', 'dev', '/')['DB_URL'] ?? '');
  });

  it('goes on where it was after an upgrade, without the parts that it switches off', async () => {
    const before = await generation();
    await scene.upgrade(['plugins.reload.enabled=false', 'log.level=debug']);
    scene.plant('DB_URL', 'postgres://third');
    await scene.holds('app', 'DB_URL', 'postgres://third');
    expect(await logs()).to.match(/"resource":"shop\/app".*"state":"synced".*"msg":"pass ended"/);
    expect(await generation()).to.equal(before);
  });

  it('leaves Secrets, definitions and workloads when it is uninstalled, and nothing else', async () => {
    await scene.uninstall();
    expect(await operatorPids()).to.deep.equal([]);
    await scene.holds('app', 'DB_URL', 'postgres://third');
    const left = await scene.kubectl([
      'get',
      'all,configmaps,secrets,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,crds',
      '--all-namespaces',
      '--selector=app.kubernetes.io/instance=infisical',
      '-o',
      'name',
    ]);
    const kinds = left
      .trim()
      .split('\n')
      .map((name) => name.split('.')[0]);
    expect(new Set(kinds)).to.deep.equal(new Set(['customresourcedefinition']));
    await scene.kubectl(['rollout', 'status', 'deployment/consumer', '--timeout=30s']);
  });
});
