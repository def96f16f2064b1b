import { expect } from 'chai';
import { startKube, type JsonObject, type Kube } from '../../../src/testkit/kube/index.ts';
import { assetsOrSkip, startControlPlane, type ControlPlane } from '../../cluster/index.ts';
import { APPLY_CASES } from './conformance/apply-cases.ts';
import { WORKLOAD_CASES } from './conformance/workload-cases.ts';
import { DELETION_CASES } from './conformance/deletion-cases.ts';
import type { ConformanceCase } from './conformance/conformance-case.ts';
import { normalise } from './conformance/normalise.ts';
import { OBJECT_CASES } from './conformance/object-cases.ts';
import { READ_CASES } from './conformance/read-cases.ts';
import { RULE_CASES, RULED_DEFINITION } from './conformance/rule-cases.ts';
import { SCHEMA_CASES } from './conformance/schema-cases.ts';
import { THING_DEFINITION } from './conformance/thing-definition.ts';
import { TOKEN_CASES } from './conformance/token-cases.ts';
import { WireClient, type ServerAccess } from './conformance/wire-client.ts';

const SUITES: Readonly<Record<string, readonly ConformanceCase[]>> = {
  objects: OBJECT_CASES,
  deletion: DELETION_CASES,
  schema: SCHEMA_CASES,
  'server-side apply': APPLY_CASES,
  'server-side apply to workloads': WORKLOAD_CASES,
  'lists and watches': READ_CASES,
  tokens: TOKEN_CASES,
  rules: RULE_CASES,
};

const DEFINITIONS: Readonly<Record<string, JsonObject>> = {
  things: THING_DEFINITION,
  rulings: RULED_DEFINITION,
};

describe('the Kubernetes emulator beside a real API server', function () {
  this.timeout(120_000);
  let plane: ControlPlane | undefined;
  let kube: Kube | undefined;
  let servers: readonly ServerAccess[] = [];
  let counter = 0;

  before(async function () {
    const assets = await assetsOrSkip(this, ['kube-controller-manager']);
    kube = await startKube({ crds: Object.values(DEFINITIONS) });
    plane = await startControlPlane({ assets });
    const real = { server: plane.server, token: plane.adminToken, caPem: plane.caPem };
    servers = [real, { server: kube.url, token: 'any', caPem: undefined }];
    for (const [plural, definition] of Object.entries(DEFINITIONS)) await installDefinition(real, plural, definition);
    // Only now, because its garbage collector learns of definitions at its start.
    await plane.startControllerManager();
  });

  after(async () => {
    await kube?.stop();
    await plane?.stop();
  });

  for (const [suite, cases] of Object.entries(SUITES)) {
    describe(suite, () => {
      for (const each of cases) {
        it(each.name, async () => {
          counter += 1;
          const [real, emulated] = await Promise.all(servers.map((server) => observe(server, each, `case-${counter}`)));
          expect(emulated).to.deep.equal(real);
        });
      }
    });
  }
});

async function observe(access: ServerAccess, each: ConformanceCase, namespace: string): Promise<unknown> {
  const client = new WireClient(access, namespace);
  try {
    const { code } = await client.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: namespace } },
    });
    expect(code).to.equal(201);
    return normalise(await each.run(client), namespace);
  } finally {
    await client.close();
  }
}

async function installDefinition(access: ServerAccess, plural: string, definition: JsonObject): Promise<void> {
  const client = new WireClient(access, 'default');
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await client.send({ method: 'POST', path, body: definition });
  for (;;) {
    const { code } = await client.send({ path: `/apis/conformance.example.com/v1/${plural}` });
    if (code === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await client.close();
}
