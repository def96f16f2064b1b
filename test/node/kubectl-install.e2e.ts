import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { IMAGES } from './images/build-images.ts';
import { NodeScene } from './node-scene.ts';

describe('deploy/install.yaml, on a real node', function () {
  this.timeout(300_000);
  let scene: NodeScene;
  let end = (): Promise<void> => Promise.resolve();
  before(async () => {
    scene = await NodeScene.open();
    end = () => scene.end();
  });
  after(() => end());

  it('leads to a synced Secret once it names an image that is there', async () => {
    const text = await readFile('deploy/install.yaml', 'utf8');
    const manifests = parseAllDocuments(
      text.replace(/infisical-operator:\d+\.\d+\.\d+/, `${IMAGES.operator}:${IMAGES.tag}`),
    );
    const deployment = manifests.find((document) => document.get('kind') === 'Deployment');
    // The emulated Infisical speaks plain http.
    deployment?.addIn(['spec', 'template', 'spec', 'containers', 0, 'args'], '--allow-http=true');
    const stdin = manifests.map((document) => document.toString()).join('---\n');
    await scene.cluster.kubectl(['apply', '--server-side', '-f', '-'], { stdin });
    await scene.kubectl([
      'wait',
      '--for=condition=Established',
      'crd/infisicalsecrets.secrets.infisical.com',
      '--timeout=30s',
    ]);
    scene.plant('DB_URL', 'postgres://first');
    await scene.apply('app');
    await scene.holds('app', 'DB_URL', 'postgres://first');
    await scene.kubectl([
      'rollout',
      'status',
      'deployment/infisical-operator',
      '--namespace=infisical-operator-system',
      '--timeout=60s',
    ]);
  });
});
