import { expect } from 'chai';
import { Scene, conditionOf, eventually, onEachServer, type KubeObject } from './harness/index.ts';
import { BAD_INPUTS } from './bad-input-cases.ts';

onEachServer('bad input', (server) => {
  let scene: Scene;

  // One for the whole table, whose cases keep apart by name.
  before(async () => {
    scene = await Scene.open(server(), { flags: { disabledPlugins: 'auth.ldap' } });
    scene.plant('DB_URL');
  });
  after(() => (scene as Scene | undefined)?.end());

  for (const [index, { title, reason, message, broken, state = 'error' }] of BAD_INPUTS.entries()) {
    it(`${title}: ${reason}`, async () => {
      const name = `case-${index}`;
      await scene.apply({ name });
      await scene.ready(name);
      const before = await scene.secret(name);

      await scene.apply({ name, ...(await broken(scene, `for-${name}`)) });
      const ready = await scene.failed(name, reason);
      for (const words of message) expect(ready.message).to.match(words);
      const present = await scene.get(name);
      expect(present?.status).to.include({ state });
      expect(conditionOf(present, 'secrets.infisical.com/ReadyToSyncSecrets')).to.include({
        status: 'False',
        reason: 'Error',
      });
      expect(conditionOf(present, 'Stalled')?.status).to.equal(state === 'error' ? 'True' : undefined);
      expect(await scene.secret(name)).to.deep.equal(before);
      await toldOnce(scene, name, reason);
    });
  }

  it('keys that Kubernetes cannot hold: InvalidKeys, and all others are written', async () => {
    const good = scene.plant('GOOD_KEY', '/keys');
    scene.plant('bad key', '/keys');
    scene.plant('schlüssel', '/keys');
    await scene.apply({ name: 'keys', scope: { secretsPath: '/keys' } });
    const { message } = await scene.failed('keys', 'InvalidKeys');
    expect(message)
      .to.match(/"bad key"/)
      .and.match(/"schlüssel"/)
      .and.match(/[Rr]ename/)
      .and.not.match(/GOOD_KEY/);
    expect(await scene.values('keys')).to.deep.equal({ GOOD_KEY: good });
    await toldOnce(scene, 'keys', 'InvalidKeys');
  });

  it('two resources with one target: TargetNotOwned for the later one', async () => {
    await scene.apply({ name: 'first', targets: [{ secretName: 'wanted' }] });
    await scene.ready('first');
    const before = await scene.secret('wanted');
    await scene.apply({ name: 'second', labels: { late: 'yes' }, targets: [{ secretName: 'wanted' }] });
    const { message } = await scene.failed('second', 'TargetNotOwned');
    expect(message)
      .to.contain(`InfisicalSecret/${scene.namespace}/first`)
      .and.match(/another target/);
    expect(await scene.secret('wanted')).to.deep.equal(before);
    await toldOnce(scene, 'second', 'TargetNotOwned');
    // When the first one goes, its Orphan target is free, and the second is not told of it by anybody but its own interval.
    await scene.server.api.delete('infisicalsecrets', scene.namespace, 'first');
    await scene.forceSync('second');
    await scene.ready('second');
  });

  it('keeps telling nobody of what was told, and leaves targets alone, when it fails again', async () => {
    const names = BAD_INPUTS.map((_, index) => `case-${index}`);
    const before = new Map<string, KubeObject | undefined>();
    for (const name of names) before.set(name, await scene.secret(name));
    const passes = (): number => scene.operator.log.filter((line) => line.includes('pass ended')).length;
    const passed = passes();
    for (const name of names) await scene.forceSync(name);
    await eventually('a pass for each', () => passes() >= passed + names.length || undefined, { withinMs: 20_000 });
    for (const [index, { reason }] of BAD_INPUTS.entries()) {
      await scene.failed(`case-${index}`, reason);
      await toldOnce(scene, `case-${index}`, reason);
      expect(await scene.secret(`case-${index}`)).to.deep.equal(before.get(`case-${index}`));
    }
  });

  it('gives no secret away', async () => {
    expect(await scene.leaks()).to.deep.equal([]);
  });
});

/** Expects exactly one Event of the failure, which happened once, and of type Warning. */
async function toldOnce(scene: Scene, name: string, reason: string): Promise<void> {
  const ofCase = async (): Promise<readonly KubeObject[]> => {
    const events = await scene.server.api.list('events', scene.namespace);
    return events.filter((event) => JSON.stringify(event['involvedObject']).includes(`"name":"${name}"`));
  };
  await eventually(`an Event ${reason} of ${name}`, async () =>
    (await ofCase()).some((event) => event['reason'] === reason) ? true : undefined,
  );
  const warnings = (await ofCase()).filter((event) => event.type === 'Warning');
  expect(warnings.map((event) => event['reason'])).to.deep.equal([reason]);
  expect(warnings[0]?.['count'] ?? 1).to.equal(1);
}
