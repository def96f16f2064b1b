import { expect } from 'chai';
import { infisicalPushSecretDefinition } from '../../src/plugins/push/infisical-push-secret/definition.ts';
import { markOf } from '../../src/plugins/push/infisical-push-secret/ownership.ts';
import { fault } from '../../src/testkit/infisical/index.ts';
import { PROJECT, PUSHED_TO, conditionOf, eventually, onEachServer } from './harness/index.ts';
import { CONTENT, DELETES, pushed, withPush } from './harness/with-push.ts';

onEachServer('the place that is pushed to', (server) => {
  it('is cleared, when it was left, only once all stands in the new one', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.patch('app', { spec: { destination: { secretsPath: '/new' } } });
      await push.failed('app', 'DestinationNotFound');
      expect(push.stored()).to.deep.equal(CONTENT);
      push.scene.infisical.folder(PROJECT, 'dev', '/new');
      const remove = push.scene.infisical.faults.hold('secrets.batch-delete');
      await push.scene.forceSync('app', 'infisicalpushsecrets');
      await remove.arrived;
      expect(push.stored('/new')).to.deep.equal(CONTENT);
      expect(push.stored()).to.deep.equal(CONTENT);
      remove.release();
      await push.holds({});
      await push.holds(CONTENT, '/new');
      await push.ready('app');
    }));

  it('is let alone, when it was left, without the policy', () =>
    withPush(server(), {}, async (push) => {
      push.scene.infisical.folder(PROJECT, 'dev', '/new');
      await push.apply({ name: 'app' });
      await push.ready('app');
      await push.patch('app', { spec: { destination: { secretsPath: '/new' } } });
      await push.holds(CONTENT, '/new');
      await push.ready('app');
      await push.delete('app');
      await push.gone('app');
      expect([push.stored(), push.stored('/new')]).to.deep.equal([CONTENT, CONTENT]);
    }));

  for (const era of ['26', '24'] as const) {
    it(`is the same on a server of 20${era} when the project is named by its id instead of its slug`, () =>
      withPush(server(), { infisical: { era } }, async (push) => {
        const { id } = push.scene.infisical.project({ slug: 'other', environments: ['dev'] });
        push.scene.infisical.addToProject(push.scene.identity, { project: id });
        push.scene.infisical.folder(id, 'dev', PUSHED_TO);
        const held = (): object => push.scene.infisical.secrets(id, 'dev', PUSHED_TO);
        await push.apply({ name: 'app', ...DELETES, destination: { projectSlug: 'other' } });
        await push.ready('app');
        const ids = (await push.get('app'))?.status?.['managedSecrets'];
        await push.patch('app', { spec: { destination: { projectSlug: null, projectId: id } } });
        const { status } = await push.ready('app');
        expect(held()).to.deep.equal(CONTENT);
        expect(status?.['managedSecrets']).to.deep.equal(ids);
        expect(push.scene.infisical.calls.count('secrets.batch-delete')).to.equal(0);
        expect(status?.['formerDestinations']).to.equal(undefined);
        await push.change('app', { DB_URL: null });
        await eventually('the key is gone', () => !('DB_URL' in held()) || undefined);
        await push.delete('app');
        await push.gone('app');
        expect(held()).to.deep.equal({});
      }));
  }

  it('is gone on with when the old one cannot be cleared yet, and that is told', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      push.scene.infisical.folder(PROJECT, 'dev', '/new');
      const mend = push.scene.infisical.faults.always('secrets.batch-delete', fault.status(500));
      await push.patch('app', { spec: { destination: { secretsPath: '/new' } } });
      await push.failed('app', 'HostError');
      const { status } = (await push.get('app')) ?? {};
      expect(push.stored('/new')).to.deep.equal(CONTENT);
      const [former] = status?.['formerDestinations'] as { secretsPath: string; managedSecrets: object }[];
      expect(former?.secretsPath).to.equal(PUSHED_TO);
      expect(Object.values(former?.managedSecrets ?? {})).to.have.members(['API_KEY', 'DB_URL']);
      expect(conditionOf(await push.get('app'), 'secrets.infisical.com/FailedToDeleteSecrets')).to.include({
        status: 'True',
        reason: 'Error',
      });
      mend();
      await push.holds({});
      const mended = await push.ready('app');
      expect(mended.status?.['formerDestinations']).to.equal(undefined);
      expect(conditionOf(mended, 'secrets.infisical.com/FailedToDeleteSecrets')?.status).to.equal('False');
    }));

  it('holds what was pushed to a server of 2024 that has become one of 2026 since, and it is known again', () =>
    withPush(server(), { operator: false }, async (push) => {
      const { infisical, namespace } = push.scene;
      const { metadata } = await push.apply({ name: 'app', ...DELETES });
      const identity = { type: infisicalPushSecretDefinition.type, namespace, name: 'app', uid: metadata.uid };
      const scope = { project: { slug: PROJECT }, environment: 'dev', path: PUSHED_TO };
      for (const [key, value] of Object.entries(CONTENT)) {
        const comment = `secrets.infisical.com/pushed-by: ${markOf(identity, scope, key)}\nnote of a person`;
        infisical.secret(PROJECT, 'dev', PUSHED_TO, key, value, { comment });
      }
      await push.scene.startOperator();
      const { status } = await push.ready('app');
      expect(Object.values(status?.['managedSecrets'] ?? {})).to.have.members(Object.keys(CONTENT));
      expect(push.writes()).to.equal(0);
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
    }));

  it('is given up, when it was left and can never be cleared, by taking the policy off for a while', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      push.scene.infisical.project({ slug: 'other', environments: ['dev'] });
      push.scene.infisical.addToProject(push.scene.identity, { project: 'other' });
      push.scene.infisical.folder('other', 'dev', PUSHED_TO);
      push.scene.infisical.removeFromProject(push.scene.identity, PROJECT);
      await push.patch('app', { spec: { destination: { projectSlug: 'other' } } });
      const { message } = await push.failed('app', 'ProjectNotFound');
      expect(message).to.contain(PROJECT);
      const held = (): object => push.scene.infisical.secrets('other', 'dev', PUSHED_TO);
      expect(held()).to.deep.equal(CONTENT);

      await push.patch('app', { spec: { deletionPolicy: null } });
      const given = await push.ready('app');
      expect(given.status?.['formerDestinations']).to.equal(undefined);
      await push.patch('app', { spec: DELETES });
      await push.ready('app');
      await push.change('app', { DB_URL: null });
      await eventually('the key is gone', () => !('DB_URL' in held()) || undefined);
      await push.delete('app');
      await push.gone('app');
      expect(held()).to.deep.equal({});
      expect(push.stored()).to.deep.equal(CONTENT);
    }));

  it('may be that of two resources, of which none deletes what the other has made', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.scene.createSecret('other', { API_KEY: 'a', OWN: 'o' });
      await push.apply({ name: 'other', ...DELETES, updatePolicy: 'Replace' });
      await push.holds({ ...CONTENT, OWN: 'o' });
      await push.ready('other');
      // Overwriting makes nothing one's own.
      await push.change('other', { API_KEY: 'changed' });
      await push.holds({ ...CONTENT, API_KEY: 'changed', OWN: 'o' });
      await push.change('other', { API_KEY: null });
      await push.passes('other');
      await push.ready('other');
      await push.delete('other');
      await push.gone('other');
      expect(push.stored()).to.deep.equal({ ...CONTENT, API_KEY: 'changed' });
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
    }));

  it('keeps what a forerunner of the same name has made and left', () =>
    withPush(server(), {}, async (push) => {
      await push.apply({ name: 'app' });
      await push.ready('app');
      await push.delete('app');
      await push.gone('app');
      await push.apply({ name: 'app', ...DELETES });
      await push.ready('app');
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal(CONTENT);
    }));
});
