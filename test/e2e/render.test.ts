import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { run } from '../cli/command-line.ts';
import { onEachServer, withScene, type KubeObject, type Scene } from './harness/index.ts';

const Rendered = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.enum(['Secret', 'ConfigMap']),
  metadata: z.strictObject({
    namespace: z.string(),
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    ownerReferences: z.array(z.unknown()).default([]),
  }),
  type: z.string().optional(),
  data: z.record(z.string(), z.string()).optional(),
  binaryData: z.record(z.string(), z.string()).optional(),
});
type Rendered = z.infer<typeof Rendered>;

/** Runs `render` over a resource as the server has it, and these secrets. */
async function render(resource: KubeObject | undefined, secrets: object): Promise<readonly Rendered[]> {
  const folder = await mkdtemp(join(tmpdir(), 'infisical-operator-render-'));
  try {
    const data = join(folder, 'secrets.json');
    await writeFile(data, JSON.stringify(secrets));
    const { code, out, err } = await run(['render', '-f', '-', '--data', data], JSON.stringify(resource));
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    return parseAllDocuments(out, { version: '1.1' }).map((document) => Rendered.parse(document.toJS()));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The object of the cluster that a rendered one stands for, without what the server adds. */
async function applied(scene: Scene, { kind, metadata }: Rendered): Promise<unknown> {
  const plural = kind === 'Secret' ? 'secrets' : 'configmaps';
  const object = await scene.server.api.get(plural, metadata.namespace, metadata.name);
  if (object === undefined) throw new Error(`${kind} ${metadata.name} was not applied`);
  const { namespace, name, labels, annotations, ownerReferences } = object.metadata;
  return {
    apiVersion: object['apiVersion'],
    kind: object['kind'],
    metadata: { namespace, name, labels, annotations, ownerReferences },
    ...(object.type === undefined ? {} : { type: object.type }),
    ...(object.data === undefined ? {} : { data: object.data }),
    ...(object['binaryData'] === undefined ? {} : { binaryData: object['binaryData'] }),
  };
}

onEachServer('what render prints', (server) => {
  it('is what the operator applies: every kind of target, template, type, label and owner', () =>
    withScene(server(), {}, async (scene) => {
      const elsewhere = await scene.createNamespace();
      const user = scene.plant('USER');
      const key = scene.plant('KEY', '/tls');
      const template = {
        data: {
          tls_crt: '{{ .USER.Value | upper }}',
          'tls.key': '{{ .KEY.Value }}',
          'tls.crt': '{{ .KEY.SecretPath }}',
        },
        metadata: { labels: { app: 'shop', flag: 'yes' }, annotations: { 'example.com/at': '2020-01-01' } },
      };
      await scene.apply({
        name: 'app',
        labels: { team: 'shop', 'app.kubernetes.io/instance': 'not-handed-on' },
        annotations: { 'example.com/note': 'a: b # c' },
        scope: { recursive: true },
        targets: [
          { secretName: 'plain', creationPolicy: 'Owner' },
          { secretName: 'tls', secretType: 'kubernetes.io/tls', template },
          {
            secretName: 'far',
            secretNamespace: elsewhere,
            creationPolicy: 'Owner',
            template: { includeAllSecrets: true, data: { USER: 'x' } },
          },
        ],
        configMaps: [
          {
            configMapName: 'map',
            creationPolicy: 'Owner',
            template: { data: { length: '{{ len .USER.Value }}', on: 'yes\n', bytes: '{{ b64dec "/w==" }}' } },
          },
        ],
      });
      const resource = await scene.ready('app');
      const rendered = await render(resource, {
        KEY: { Value: key, SecretPath: '/tls' },
        USER: { Value: user, SecretPath: '/' },
      });
      expect(rendered.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).to.deep.equal([
        'Secret plain',
        'Secret tls',
        'Secret far',
        'ConfigMap map',
      ]);
      for (const object of rendered) expect(object).to.deep.equal(await applied(scene, object));
    }));
});
