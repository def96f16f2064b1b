import { startKube, type Kube } from '../../src/testkit/kube/index.ts';
import { assetsOrSkip, startControlPlane } from '../cluster/index.ts';
import { testServer, type TestServer } from './test-server.ts';
import { until } from './until.ts';
import { WIDGET_CRD } from './widgets.ts';

/** One real API server for all suites of this folder; each test has its own namespace on it. */
let real: Promise<TestServer> | undefined;

after(async () => {
  await (await real)?.stop();
});

/**
 * Runs the same cases on the emulator and on a real API server. Where the binaries of the latter are missing, its half
 * is left out, and the end of the run says so.
 */
export function onServers(title: string, cases: (server: () => TestServer) => void): void {
  describe(`${title}, on the emulator`, () => {
    let server: TestServer | undefined;
    before(async () => {
      server = await emulator();
    });
    after(() => server?.stop());
    cases(() => started(server));
  });

  describe(`${title}, on kube-apiserver`, function () {
    this.timeout(60_000);
    let server: TestServer | undefined;
    before(async function () {
      await assetsOrSkip(this);
      real ??= controlPlane();
      server = await real;
    });
    cases(() => started(server));
  });
}

/** The emulator alone, with its faults. */
export async function emulatorWithFaults(): Promise<{ readonly kube: Kube; readonly server: TestServer }> {
  const kube = await startKube({ crds: [WIDGET_CRD] });
  const server = await testServer({
    url: kube.url,
    token: 'emulator',
    caPem: undefined,
    kubeconfig: kube.kubeconfig(),
    async restart() {
      await kube.down();
      await kube.up();
    },
    stop: () => kube.stop(),
  });
  return { kube, server };
}

async function emulator(): Promise<TestServer> {
  return (await emulatorWithFaults()).server;
}

async function controlPlane(): Promise<TestServer> {
  const plane = await startControlPlane();
  const server = await testServer({
    url: plane.server,
    token: plane.adminToken,
    caPem: plane.caPem,
    kubeconfig: plane.kubeconfigFor(plane.adminToken),
    restart: () => plane.restartApiServer('SIGKILL'),
    stop: () => plane.stop(),
  });
  await server.raw({
    method: 'POST',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    body: WIDGET_CRD,
  });
  const served = async (): Promise<boolean> => {
    const { code } = await server.raw({ method: 'GET', path: '/apis/test.example/v1/widgets' });
    return code === 200;
  };
  await until('the definition is served', served);
  return server;
}

function started(server: TestServer | undefined): TestServer {
  if (server === undefined) throw new Error('the server was not started');
  return server;
}
