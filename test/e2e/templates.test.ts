import { expect } from 'chai';
import { PROJECT, eventually, onEachServer, withScene, type KubeObject, type Scene } from './harness/index.ts';

/** The ConfigMap `map` of the scene's namespace. */
function configMap(scene: Scene): Promise<KubeObject | undefined> {
  return scene.server.api.get('configmaps', scene.namespace, 'map');
}

onEachServer('templates', (server) => {
  it('R18 template.data makes the data, alone or with all secrets', () =>
    withScene(server(), {}, async (scene) => {
      const content = { USER: scene.plant('USER', '/'), PASS: scene.plant('PASS', '/') };
      const data = {
        url: 'pg://{{ .USER.Value }}:{{ .PASS.Value | urlquery }}@db{{ .USER.SecretPath }}',
        USER: 'mine',
      };
      const made = { url: `pg://${content.USER}:${encodeURIComponent(content.PASS)}@db/`, USER: 'mine' };
      await scene.apply({
        name: 'app',
        targets: [
          { secretName: 'alone', template: { data } },
          { secretName: 'all', template: { data, includeAllSecrets: true } },
        ],
      });
      await scene.ready('app');
      await scene.holds('alone', made);
      await scene.holds('all', { ...content, ...made });
    }));

  it('R18 bytes that are no text reach Secrets as they are and ConfigMaps as binaryData; R2 and R4 hold for them', () =>
    withScene(server(), {}, async (scene) => {
      const bytes = Buffer.from([0xff, 0x00, 0xfe]).toString('base64');
      scene.infisical.secret(PROJECT, 'dev', '/', 'BYTES', bytes);
      const template = { data: { 'raw.bin': '{{ .BYTES.Value | b64dec }}', 'text.txt': 'text' } };
      await scene.apply({
        name: 'app',
        targets: [{ secretName: 'app', template }],
        configMaps: [{ configMapName: 'map', template }],
      });
      await scene.ready('app');
      const secret = await scene.secret('app');
      expect(secret?.data).to.deep.equal({ 'raw.bin': bytes, 'text.txt': Buffer.from('text').toString('base64') });
      const map = await configMap(scene);
      expect(map?.data).to.deep.equal({ 'text.txt': 'text' });
      expect(map?.['binaryData']).to.deep.equal({ 'raw.bin': bytes });

      await scene.forceSync('app');
      expect(await configMap(scene)).to.deep.equal(map);

      await scene.server.api.patch('configmaps', scene.namespace, 'map', {
        binaryData: { 'raw.bin': 'AAAA', add: 'AA==' },
      });
      await eventually(
        'the binary data to be repaired',
        async () => {
          const held = JSON.stringify((await configMap(scene))?.['binaryData']);
          return held === JSON.stringify({ 'raw.bin': bytes }) ? true : undefined;
        },
        { withinMs: 2_000 },
      );
    }));

  for (const [what, template, says] of [
    ['does not parse', '{{ .DB_URL.Value', /template\.data\["url"\].*line 1/],
    ['fails while it runs', 'a\n{{ fail "no" }}', /template\.data\["url"\].*line 2/],
    ['calls what it may not', '{{ env "HOME" }}', /template\.data\["url"\].*env/],
  ] as const) {
    it(`R18 a template that ${what}: the key is named, and the old data stays`, () =>
      withScene(server(), {}, async (scene) => {
        const content = { DB_URL: scene.plant('DB_URL') };
        await scene.apply({ name: 'app' });
        await scene.ready('app');
        await scene.apply({ name: 'app', targets: [{ secretName: 'app', template: { data: { url: template } } }] });
        const { message } = await scene.failed('app', 'TemplateInvalid');
        expect(message).to.match(says);
        expect(await scene.values('app')).to.deep.equal(content);
      }));
  }
});
