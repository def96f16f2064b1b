import { expect } from 'chai';
import { eventually, onEachServer, tally, withScene, type OperatorCall, type Scene } from './harness/index.ts';

/** Applies resources of one identity and one source, a few at a time. */
async function applyMany(scene: Scene, count: number, resyncInterval: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `app-${index}`);
  while (names.length > 0) {
    await Promise.all(names.splice(0, 20).map((name) => scene.apply({ name, resyncInterval })));
  }
}

/** What was asked since `before` calls, when a condition on it holds; the log of a real server lags a little. */
async function callsOnce(
  scene: Scene,
  before: number,
  isComplete: (counts: Record<string, number>) => boolean,
): Promise<readonly OperatorCall[]> {
  const since = async (): Promise<readonly OperatorCall[]> => (await scene.seat.calls()).slice(before);
  return eventually(
    'all calls in the record',
    async () => {
      const calls = await since();
      return isComplete(tally(calls)) ? calls : undefined;
    },
    { withinMs: 20_000 },
    async () => tally(await since()),
  );
}

onEachServer('calls', (server) => {
  it('R4 a new resource costs one apply and one status write, and no read of its target', () =>
    withScene(server(), {}, async (scene) => {
      scene.plant('DB_URL');
      const before = (await scene.seat.calls()).length;
      await applyMany(scene, 10, 60);
      for (let index = 0; index < 10; index += 1) await scene.ready(`app-${index}`);
      const isComplete = (counts: Record<string, number>): boolean =>
        counts['patch infisicalsecrets/status'] === 10 && counts['create events'] === 10;
      const calls = await callsOnce(scene, before, isComplete);
      expect(tally(calls)).to.deep.equal({
        // The credentials, once for all: metadata for the record, then the content.
        'get secrets': 2,
        'patch secrets': 10,
        'patch infisicalsecrets/status': 10,
        'create events': 10,
      });
      const read = calls.filter(({ verb, resource }) => verb === 'get' && resource === 'secrets');
      expect(new Set(read.map(({ name }) => name))).to.deep.equal(new Set(['credentials']));
      const written = calls.filter(({ resource, subresource }) => resource === 'secrets' && subresource === '');
      expect(new Set(written.map(({ name }) => name)).size).to.equal(11);
    }));

  // The clock is the test's own: ten intervals of five seconds pass in well under one, and no timer of the machine decides the result.
  it('R4 ten intervals in which nothing changes cost nothing', () =>
    withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const operator = await scene.startStoppedClock();
      await scene.apply({ name: 'app', resyncInterval: 5 });
      await scene.ready('app');
      await callsOnce(
        scene,
        0,
        (counts) => counts['patch infisicalsecrets/status'] === 1 && counts['create events'] === 1,
      );
      await eventually('the pass to end', () => operator.passes() >= 1 || undefined);
      const [secret, app, before] = [
        await scene.secret('app'),
        await scene.get('app'),
        (await scene.seat.calls()).length,
      ];
      scene.infisical.calls.reset();
      const passed = operator.passes();
      for (let interval = 1; interval <= 10; interval += 1) await operator.pass(5_500, 1);
      expect(operator.passes() - passed).to.equal(10);
      expect(tally(scene.infisical.calls.list().map(asCall))).to.deep.equal({ 'GET secrets.list': 10 });
      expect((await scene.seat.calls()).slice(before)).to.deep.equal([]);
      expect(await scene.secret('app')).to.deep.equal(secret);
      expect(await scene.get('app')).to.deep.equal(app);
    }));

  it('R11 five hundred resources of one identity and one source cost one login, and one read an interval', () =>
    withScene(server(), { operator: false }, async (scene) => {
      scene.plant('DB_URL');
      const operator = await scene.startStoppedClock();
      await applyMany(scene, 500, 10);
      await eventually(
        'a pass for each',
        () => operator.passes() >= 500 || undefined,
        { withinMs: 40_000 },
        () => operator.passes(),
      );
      const isComplete = (counts: Record<string, number>): boolean =>
        counts['patch secrets'] === 500 && counts['patch infisicalsecrets/status'] === 500;
      await callsOnce(scene, 0, isComplete);
      expect(scene.infisical.calls.count('auth.login')).to.equal(1);
      expect(scene.infisical.calls.count('secrets.list')).to.equal(1);

      const before = (await scene.seat.calls()).length;
      for (const reads of [2, 3]) {
        await operator.pass(11_000, 500);
        expect(scene.infisical.calls.count('secrets.list')).to.equal(reads);
      }
      expect(scene.infisical.calls.count('auth.login')).to.equal(1);
      const after = (await scene.seat.calls()).slice(before).filter(({ resource }) => resource !== 'events');
      expect(tally(after)).to.deep.equal({});
    })).timeout(120_000);
});

/** A call of Infisical in the form that `tally` counts. */
function asCall({ method, name }: { readonly method: string; readonly name: string }): OperatorCall {
  return { verb: method, resource: name, subresource: '', namespace: '', name: '', code: 0 };
}
