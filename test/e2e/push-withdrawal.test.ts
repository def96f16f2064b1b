import { expect } from 'chai';
import { PROJECT, PUSHED_TO, conditionOf, eventually, onEachServer } from './harness/index.ts';
import { ABANDON, CONTENT, DELETES, FINALIZER, finalizersOf, pushed, withPush } from './harness/with-push.ts';

onEachServer('the withdrawal of what was pushed', (server, { holdsWrites }) => {
  for (const era of ['26', '24'] as const) {
    it(`from a server of 20${era}: a key with its source, all with the resource, and nothing that others made`, () =>
      withPush(server(), { infisical: { era } }, async (push) => {
        push.scene.infisical.secret(PROJECT, 'dev', PUSHED_TO, 'THEIRS', 'x');
        await push.apply({ name: 'app', ...DELETES });
        await push.holds({ ...CONTENT, THEIRS: 'x' });
        await push.change('app', { DB_URL: null });
        await push.holds({ API_KEY: 'a', THEIRS: 'x' });
        await push.ready('app');
        await push.delete('app');
        await push.gone('app');
        expect(push.stored()).to.deep.equal({ THEIRS: 'x' });
      }));

    it(`of a server of 20${era}: by the marks, when the status was lost`, () =>
      withPush(server(), { infisical: { era } }, async (push) => {
        await pushed(push);
        await push.scene.operator.stop();
        const lost = { status: { managedSecrets: null, destination: null, formerDestinations: null } };
        const { code, stderr } = await push.scene.server.kubectl([
          ...['patch', 'infisicalpushsecret', 'app', '-n', push.scene.namespace, '--subresource=status'],
          ...['--type=merge', '-p', JSON.stringify(lost)],
        ]);
        expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
        expect((await push.get('app'))?.status?.['managedSecrets']).to.equal(undefined);
        await push.delete('app');
        await push.scene.startOperator();
        await push.gone('app');
        expect(push.stored()).to.deep.equal({});
      }));
  }

  it('of the last key that a source has, which others then may have again', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.change('app', { API_KEY: null, DB_URL: null });
      await push.holds({});
      await push.passes('app');
      const { status } = await push.ready('app');
      expect(status).to.include({ state: 'synced', secretsCount: 0 });
      expect(status?.['managedSecrets'] ?? {}).to.deep.equal({});
      await push.change('app', { LATER: 'l' });
      await push.holds({ LATER: 'l' });
      await push.ready('app');
    }));

  it('is made sure of by a finalizer before the first write, which is taken away last', () =>
    withPush(server(), {}, async (push) => {
      const { faults } = push.scene.infisical;
      const create = faults.hold('secrets.batch-create');
      await push.apply({ name: 'app', ...DELETES });
      await create.arrived;
      expect(finalizersOf(await push.get('app'))).to.deep.equal([FINALIZER]);
      expect(push.stored()).to.deep.equal({});
      create.release();
      await push.ready('app');

      const remove = faults.hold('secrets.batch-delete');
      await push.delete('app');
      await remove.arrived;
      expect(finalizersOf(await push.get('app'))).to.deep.equal([FINALIZER]);
      remove.release();
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
    }));

  if (holdsWrites) {
    it('records the place before the first write', () =>
      withPush(server(), {}, async (push) => {
        const held = push.scene.server.holdWrites?.('infisicalpushsecrets', 'status');
        await push.apply({ name: 'app', ...DELETES });
        await held?.arrived;
        expect(finalizersOf(await push.get('app'))).to.deep.equal([FINALIZER]);
        expect(push.writes()).to.equal(0);
        held?.release();
        await push.ready('app');
        await push.holds(CONTENT);
      }));
  }

  it('needs no finalizer where nothing is to be deleted, and none is left when the policy is taken off', () =>
    withPush(server(), {}, async (push) => {
      await push.apply({ name: 'app' });
      expect(finalizersOf(await push.ready('app'))).to.deep.equal([]);
      await push.patch('app', { spec: DELETES });
      await eventually(
        'the finalizer',
        async () => finalizersOf(await push.get('app')).includes(FINALIZER) || undefined,
      );
      await push.ready('app');
      await push.patch('app', { spec: { deletionPolicy: null } });
      await eventually('no finalizer', async () => finalizersOf(await push.get('app')).length === 0 || undefined);
      await push.ready('app');
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal(CONTENT);
    }));

  it('of a resource that is deleted, or whose source loses a key, in the middle of a push', () =>
    withPush(server(), {}, async (push) => {
      const { faults, calls } = push.scene.infisical;
      const create = faults.hold('secrets.batch-create');
      await push.apply({ name: 'app', ...DELETES });
      await create.arrived;
      await push.change('app', { DB_URL: null });
      create.release();
      await push.holds({ API_KEY: 'a' });
      await push.ready('app');

      const another = faults.hold('secrets.batch-create');
      await push.change('app', { LATE: 'l' });
      await another.arrived;
      await push.delete('app');
      another.release();
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
      expect(calls.count('secrets.batch-create')).to.equal(2);
    }));

  it('is not made when the policy was taken off before the deletion, even while Infisical is away', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.scene.infisical.down();
      await push.patch('app', { spec: { deletionPolicy: null } });
      await push.delete('app');
      await push.gone('app');
      await push.scene.infisical.up();
      expect(push.stored()).to.deep.equal(CONTENT);
    }));

  it('waits for an Infisical that is away, says so, and is made when it is back', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.scene.infisical.down();
      await push.delete('app');
      await push.failed('app', 'HostUnreachable');
      const app = await push.get('app');
      expect(finalizersOf(app)).to.deep.equal([FINALIZER]);
      expect(conditionOf(app, 'secrets.infisical.com/Reconcile')?.status).to.equal('False');
      expect(conditionOf(app, 'secrets.infisical.com/FailedToDeleteSecrets')).to.include({
        status: 'True',
        reason: 'Error',
      });
      expect(push.stored()).to.deep.equal(CONTENT);
      await push.scene.infisical.up();
      await push.gone('app', { withinMs: 15_000 });
      expect(push.stored()).to.deep.equal({});
    }));

  it('is tried for ever when it is refused, and ends when it is allowed', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      push.scene.infisical.removeFromProject(push.scene.identity, PROJECT);
      await push.delete('app');
      await eventually('it is told', async () => {
        const ready = conditionOf(await push.get('app'), 'Ready');
        return ready?.status === 'False' || undefined;
      });
      const lists = push.scene.infisical.calls.count();
      await push.scene.infisical.calls.reached('*', lists + 2);
      expect(finalizersOf(await push.get('app'))).to.deep.equal([FINALIZER]);
      push.scene.infisical.addToProject(push.scene.identity, { project: PROJECT });
      await push.gone('app', { withinMs: 20_000 });
      expect(push.stored()).to.deep.equal({});
    }));

  it('is given up by annotation, at once and without a call', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.scene.infisical.down();
      await push.delete('app');
      await push.failed('app', 'HostUnreachable');
      await push.patch('app', { metadata: { annotations: { [ABANDON]: 'true' } } });
      await push.gone('app');
      await push.scene.infisical.up();
      expect(push.stored()).to.deep.equal(CONTENT);
      expect(push.scene.infisical.calls.count('secrets.batch-delete')).to.equal(0);
    }));

  it('is not given up by any other word, nor by the annotation of a resource that lives on', () =>
    withPush(server(), {}, async (push) => {
      await push.apply({ name: 'app', ...DELETES, annotations: { [ABANDON]: 'yes' } });
      await push.ready('app');
      await push.change('app', { DB_URL: null });
      await push.holds({ API_KEY: 'a' });
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});

      await push.apply({ name: 'app', ...DELETES, annotations: { [ABANDON]: 'true' } });
      await push.holds({ API_KEY: 'a' });
      await push.ready('app');
      await push.change('app', { API_KEY: null, OTHER: 'o' });
      await push.holds({ OTHER: 'o' });
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal({ OTHER: 'o' });
    }));

  it('of a resource that was deleted while nobody was there', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.scene.operator.stop();
      await push.delete('app');
      expect(await push.get('app')).to.not.equal(undefined);
      await push.scene.startOperator();
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
    }));

  it('of a resource whose source is gone, and of one that was deleted twice', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.scene.server.api.delete('secrets', push.scene.namespace, 'app');
      await push.failed('app', 'PushSourceNotFound');
      expect(push.stored()).to.deep.equal(CONTENT);
      await Promise.all([push.delete('app'), push.delete('app')]);
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});
    }));

  it('of a folder, environment or secret that somebody has deleted already', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      push.scene.infisical.removeSecret(PROJECT, 'dev', PUSHED_TO, 'DB_URL');
      await push.delete('app');
      await push.gone('app');
      expect(push.stored()).to.deep.equal({});

      await pushed(push);
      push.scene.infisical.removeFolder(PROJECT, 'dev', PUSHED_TO);
      await push.delete('app');
      await push.gone('app');

      push.scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
      await pushed(push);
      push.scene.infisical.removeEnvironment(PROJECT, 'dev');
      await push.delete('app');
      await push.gone('app');
    }));

  it('that waits for an approval is asked for once, and ends with it', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      push.scene.infisical.approvalPolicy(PROJECT, 'dev', PUSHED_TO);
      await push.delete('app');
      await push.failed('app', 'ApprovalPending');
      const { calls } = push.scene.infisical;
      await calls.reached('secrets.list', calls.count('secrets.list') + 2);
      expect(calls.count('secrets.batch-delete')).to.equal(1);
      expect(conditionOf(await push.get('app'), 'secrets.infisical.com/FailedToDeleteSecrets')?.status).to.equal(
        'True',
      );
      for (const key of Object.keys(CONTENT)) push.scene.infisical.removeSecret(PROJECT, 'dev', PUSHED_TO, key);
      await push.gone('app', { withinMs: 20_000 });
    }));
});
