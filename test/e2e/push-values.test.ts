import { expect } from 'chai';
import { PROJECT, PUSHED_TO, PushScene, eventually, onEachServer, withScene, type Scene } from './harness/index.ts';

/** A scene with the folder that is pushed to. */
function opened(scene: Scene): PushScene {
  scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
  return new PushScene(scene);
}

/** Sets keys of a Secret to bytes. */
async function setBytes(scene: Scene, name: string, content: Readonly<Record<string, Buffer>>): Promise<void> {
  const data = Object.fromEntries(Object.entries(content).map(([key, value]) => [key, value.toString('base64')]));
  await scene.server.api.patch('secrets', scene.namespace, name, { data });
}

const BINARY = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
/** Twice as long as JSON. */
const quotes = (count: number): string => '"'.repeat(count);

onEachServer('the values of a source', (server) => {
  it('that are binary or too long are refused by key, and all others pushed', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      await scene.createSecret('app', { PLAIN: 'p', LONG: quotes(520_000), KEYSTORE: 'text at first' });
      await push.apply({ name: 'app', updatePolicy: 'Replace', deletionPolicy: 'Delete' });
      const long = await push.failed('app', 'InvalidValues');
      expect(long.message).to.match(/values of LONG \(more than 1000000 bytes\); all others are pushed/);
      await push.holds({ PLAIN: 'p', KEYSTORE: 'text at first' });

      await setBytes(scene, 'app', { KEYSTORE: BINARY });
      await push.change('app', { PLAIN: 'q' });
      await push.holds({ PLAIN: 'q', KEYSTORE: 'text at first' });
      await eventually('both are told', async () => {
        const { message } = await push.failed('app', 'InvalidValues');
        const told = 'values of KEYSTORE (bytes that are not text in UTF-8) and LONG (more than 1000000 bytes); all';
        return message.includes(told) || undefined;
      });
      const { status } = (await push.get('app')) ?? {};
      expect(status).to.include({ state: 'error', secretsCount: 1 });
      const stalled = status?.conditions.find(({ type }) => type === 'Stalled');
      expect(stalled).to.include({ status: 'True', reason: 'InvalidValues' });

      // What cannot be pushed any more is not taken for gone, but what is gone is.
      await push.change('app', { LONG: null, KEYSTORE: null });
      await push.holds({ PLAIN: 'q' });
      await push.ready('app');
    }));

  it('that are padded are pushed once, as Infisical stores them', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      const content = { SPACES: '  x  ', LINES: 'pem\n\n\n', LINE: 'pem\n', TAB: '\tx', NOTHING: '', BLANK: ' \n ' };
      await scene.createSecret('app', content);
      await push.apply({ name: 'app', updatePolicy: 'Replace' });
      await push.ready('app');
      expect(push.stored()).to.deep.equal({
        SPACES: 'x',
        LINES: 'pem\n',
        LINE: 'pem\n',
        TAB: 'x',
        NOTHING: '',
        BLANK: '',
      });
      const writes = push.writes();
      await push.passes('app');
      await push.change('app', { SPACES: 'x' });
      await push.passes('app');
      expect(push.writes()).to.equal(writes);
      await push.change('app', { LINE: 'pem' });
      await push.holds({ SPACES: 'x', LINES: 'pem\n', LINE: 'pem', TAB: 'x', NOTHING: '', BLANK: '' });
    }));

  it('look like references, templates and markup, and are pushed as they are', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      scene.infisical.secret(PROJECT, 'dev', '/', 'OTHER', scene.canaries.plant('referred'));
      const content = {
        REFERENCE: '${OTHER} ${prod.OTHER} ${',
        TEMPLATE: '{{ .OTHER.Value }}',
        MARKUP: '<a href="x">&amp;</a>',
        UNICODE: '\uFEFFgrüße 🗝 \u0000\u2028',
        JSON: '{"a":[1,"\\u0000"]}',
        'dotted.key-1': 'd',
        '.env': 'e',
      };
      await scene.createSecret('app', content);
      await push.apply({ name: 'app', updatePolicy: 'Replace' });
      await push.ready('app');
      // A byte order mark counts as white space.
      await push.holds({ ...content, UNICODE: 'grüße 🗝 \u0000\u2028'.trim() });
      const writes = push.writes();
      await push.passes('app');
      expect(push.writes()).to.equal(writes);
    }));

  it('that are over 1 MiB together go out in several requests', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      const content = { A: quotes(300_000), B: quotes(301_000), C: quotes(302_000) };
      await scene.createSecret('app', content);
      await push.apply({ name: 'app', deletionPolicy: 'Delete' });
      await push.ready('app');
      expect(push.stored()).to.deep.equal(content);
      expect(scene.infisical.calls.list('secrets.batch-create').map(({ status }) => status)).to.deep.equal([
        200, 200, 200,
      ]);
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
    }));

  it('are made by a template, beside all others or alone', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      await scene.createSecret('app', { USER: 'amy', PASSWORD: scene.canaries.plant('PASSWORD') });
      const data = { URL: 'postgres://{{ .USER.Value }}@db', USER: '{{ .USER.Value | upper }}' };
      const source = { secretName: 'app', template: { data } };
      await push.apply({ name: 'app', source, deletionPolicy: 'Delete', updatePolicy: 'Replace' });
      await push.holds({ URL: 'postgres://amy@db', USER: 'AMY' });
      await push.ready('app');

      const { PASSWORD = '' } = await scene.values('app');
      await push.patch('app', { spec: { push: { secret: { template: { includeAllSecrets: true } } } } });
      await push.holds({ URL: 'postgres://amy@db', USER: 'AMY', PASSWORD });

      await push.change('app', { USER: 'bea' });
      await push.holds({ URL: 'postgres://bea@db', USER: 'BEA', PASSWORD });
    }));

  it('that a template cannot make are named by key, and Infisical stays as it is', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      await scene.createSecret('app', { TOKEN: scene.canaries.plant('TOKEN') });
      const template = { data: { GOOD: 'g', BAD: '{{ .TOKEN.Value | toDate "x" | nothing }}' } };
      await push.apply({ name: 'app', source: { secretName: 'app', template } });
      const { message } = await push.failed('app', 'TemplateInvalid');
      expect(message).to.match(/^spec\.push\.secret: template\.data\["BAD"\]/);
      expect(push.writes()).to.equal(0);
      await push.patch('app', {
        spec: { push: { secret: { template: { data: { BAD: '{{ fail .TOKEN.Value }}' } } } } },
      });
      await eventually('the other mistake is told', async () => {
        const failure = await push.failed('app', 'TemplateInvalid');
        return failure.message === message ? undefined : true;
      });
      await push.patch('app', { spec: { push: { secret: { template: { data: { BAD: 'mended' } } } } } });
      await push.holds({ GOOD: 'g', BAD: 'mended' });
    }));

  it('are missing with their Secret, and pushed as soon as it is there', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      await push.apply({ name: 'app' });
      const { message } = await push.failed('app', 'PushSourceNotFound');
      expect(message).to.contain(`Secret ${scene.namespace}/app, which spec.push.secret names, does not exist`);
      expect(push.writes()).to.equal(0);
      await scene.createSecret('app', { KEY: 'value' });
      await push.holds({ KEY: 'value' }, PUSHED_TO, { withinMs: 2_000 });
      await push.ready('app');
    }));

  it('may be none', () =>
    withScene(server(), {}, async (scene) => {
      const push = opened(scene);
      await scene.createSecret('app', {});
      await push.apply({ name: 'app', deletionPolicy: 'Delete' });
      const { status } = await push.ready('app');
      expect(status).to.include({ state: 'synced', secretsCount: 0 });
      expect(push.writes()).to.equal(0);
    }));

  it('of another namespace are pushed where that is allowed', () =>
    withScene(server(), { flags: { crossNamespace: 'Grant' } }, async (scene) => {
      const push = opened(scene);
      const other = await scene.createNamespace();
      await scene.createSecret('far', { KEY: scene.canaries.plant('far') }, {}, other);
      await push.apply({ name: 'app', source: { secretName: 'far', secretNamespace: other } });
      const { message } = await push.failed('app', 'NamespaceRefused');
      expect(message).to.match(/^spec\.push\.secret names Secret \S+\/far, which is not .*namespace/);
      expect(push.stored()).to.deep.equal({});
      const metadata = { annotations: { 'secrets.infisical.com/allow-from': scene.namespace } };
      await scene.server.api.patch('secrets', other, 'far', { metadata });
      await push.ready('app');
      await push.holds(await scene.values('far', other));
    }));
});
