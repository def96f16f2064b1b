import { expect } from 'chai';
import { fault, type Fault, type Infisical, type RouteName } from '../../src/testkit/infisical/index.ts';
import { PROJECT, PUSHED_TO, PushScene, Scene, eventually, onEachServer, withScene } from './harness/index.ts';
import { CONTENT, pushed, withPush } from './harness/with-push.ts';

interface FaultCase {
  readonly title: string;
  readonly fault: Fault;
  /** The write is carried out, and only its answer is lost or spoilt. */
  readonly carriesOut: boolean;
  /** It takes ten seconds to show, so that one phase is enough. */
  readonly isSlow?: true;
}

const FAULTS: readonly FaultCase[] = [
  { title: 'status 500', fault: fault.status(500), carriesOut: false },
  { title: 'status 503 with a wait', fault: fault.status(503, { retryAfterSeconds: 1 }), carriesOut: false },
  { title: 'status 429 with a wait', fault: fault.status(429, { retryAfterSeconds: 1 }), carriesOut: false },
  { title: 'a host that hangs', fault: fault.hang(), carriesOut: false, isSlow: true },
  { title: 'a broken connection', fault: fault.reset('request'), carriesOut: false },
  { title: 'a connection that breaks before the answer', fault: fault.reset('answer'), carriesOut: true },
  { title: 'a connection that breaks in the answer', fault: fault.reset('body'), carriesOut: true },
  { title: 'an answer that is cut off', fault: fault.truncated(), carriesOut: true },
  { title: 'half of the JSON', fault: fault.malformed(), carriesOut: true },
  { title: 'a web page with status 200', fault: fault.html(), carriesOut: false },
  { title: 'JSON of another shape', fault: fault.json('{"secrets":{}}'), carriesOut: false },
  { title: 'an answer that tells of no secret', fault: fault.json('{"secrets":[]}'), carriesOut: false },
  { title: 'an empty object', fault: fault.json('{}'), carriesOut: false },
];

const PHASES = ['create', 'update', 'delete', 'withdraw'] as const;
type Phase = (typeof PHASES)[number];

/** The request that meets the fault. */
const STRUCK: Record<Phase, RouteName> = {
  create: 'secrets.batch-create',
  update: 'secrets.batch-update',
  delete: 'secrets.batch-delete',
  withdraw: 'secrets.batch-delete',
};

/** What the folder holds after each phase. */
const AFTER: Record<Phase, Readonly<Record<string, string>>> = {
  create: { A: '1', B: '1', C: '1' },
  update: { A: '2', B: '1', C: '1' },
  delete: { A: '2', B: '1' },
  withdraw: {},
};

/** One resource, on a host of its own: what is wrong with a host is told to all its resources. */
interface Struck extends FaultCase {
  readonly name: string;
  readonly host: Infisical;
  /** Requests for the struck write in each phase. */
  readonly requests: Partial<Record<Phase, number>>;
}

/** Does to the resource what the phase is about. */
async function act(push: PushScene, phase: Phase, { name, host }: Struck): Promise<void> {
  if (phase === 'create') {
    await push.scene.createSecret(name, { A: '1', B: '1', C: '1' });
    await push.apply({ name, hostAPI: host.url, updatePolicy: 'Replace', deletionPolicy: 'Delete' });
  }
  if (phase === 'update') await push.change(name, { A: '2' });
  if (phase === 'delete') await push.change(name, { C: null });
  if (phase === 'withdraw') await push.delete(name);
}

/** Waits for the end of a phase: a mended host, and a resource that is well or gone. */
async function ended(push: PushScene, phase: Phase, { name, host }: Struck): Promise<void> {
  const wanted = JSON.stringify(AFTER[phase]);
  const stored = (): string => JSON.stringify(host.secrets(PROJECT, 'dev', PUSHED_TO));
  const patience = { withinMs: 40_000 };
  await eventually(`${name} ${phase}: ${wanted}`, () => stored() === wanted || undefined, patience, stored);
  if (phase === 'withdraw') await push.gone(name, patience);
  else {
    const keys = JSON.stringify(Object.keys(AFTER[phase]).sort());
    const recorded = async (): Promise<string> =>
      JSON.stringify(Object.values((await push.get(name))?.status?.['managedSecrets'] ?? {}).sort());
    await eventually(`the record of ${name}`, async () => (await recorded()) === keys || undefined, patience, recorded);
    await push.ready(name, patience);
  }
}

onEachServer('writes that meet a fault', (server) => {
  let push: PushScene;
  let struck: readonly Struck[];

  before(async function () {
    this.timeout(180_000);
    push = new PushScene(await Scene.open(server()));
    struck = await Promise.all(
      FAULTS.map(async (each, index): Promise<Struck> => {
        const host = await push.scene.startTwin({ era: index % 2 === 0 ? '26' : '24' });
        host.folder(PROJECT, 'dev', PUSHED_TO);
        return { ...each, name: `struck-${index}`, host, requests: {} };
      }),
    );
    for (const phase of PHASES) {
      for (const each of struck) {
        each.host.calls.reset();
        if (each.isSlow !== true || phase === 'create') each.host.faults.next(1, STRUCK[phase], each.fault);
        await act(push, phase, each);
      }
      for (const each of struck) {
        await ended(push, phase, each);
        Object.assign(each.requests, { [phase]: each.host.calls.count(STRUCK[phase]) });
      }
    }
  });
  after(() => (push as PushScene | undefined)?.scene.end());

  for (const [index, { title, carriesOut, isSlow }] of FAULTS.entries()) {
    const times = carriesOut ? 'once, and found to be done' : 'twice';
    it(`${title}: each write is asked for ${times}`, () => {
      const count = carriesOut ? 1 : 2;
      const later = isSlow === true ? 1 : count;
      expect(struck[index]?.requests).to.deep.equal({ create: count, update: later, delete: later, withdraw: later });
      expect(struck[index]?.host.keys(PROJECT, 'dev', PUSHED_TO)).to.deep.equal([]);
      expect(struck[index]?.host.crashes).to.deep.equal([]);
    });
  }

  it('gives no secret away', async () => {
    expect(await push.scene.leaks()).to.deep.equal([]);
  });
});

onEachServer('writes of many keys that meet a fault', (server) => {
  const MANY = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`KEY_${index}`, `${index}`]));

  for (const era of ['26', '24'] as const) {
    it(`on a server of 20${era}: a batch that fails leaves those before it, and is made good`, () =>
      withScene(server(), { infisical: { era } }, async (scene) => {
        const push = new PushScene(scene);
        const { faults, calls } = scene.infisical;
        scene.infisical.folder(PROJECT, 'dev', PUSHED_TO);
        await scene.createSecret('app', MANY);
        let batches = 0;
        const mend = faults.always(({ name }) => {
          if (name === 'secrets.batch-create') batches += 1;
          return name === 'secrets.batch-create' && batches === 2;
        }, fault.status(500));
        await push.apply({ name: 'app', deletionPolicy: 'Delete' });
        await push.holds(MANY);
        mend();
        await push.ready('app');
        expect(scene.infisical.keys(PROJECT, 'dev', PUSHED_TO)).to.deep.equal(Object.keys(MANY).sort());
        expect(Object.keys((await push.get('app'))?.status?.['managedSecrets'] ?? {})).to.have.lengthOf(250);
        expect(calls.count('secrets.batch-create')).to.equal(4);
        await push.delete('app');
        await push.gone('app');
        expect(push.stored()).to.deep.equal({});
      }));
  }

  it('and are refused in words that repeat a value give nothing away', () =>
    withPush(server(), {}, async (push) => {
      const { infisical, canaries } = push.scene;
      const value = canaries.plant('repeated');
      await push.change('app', { API_KEY: `${value}\nsecond line` });
      for (const [status, reason] of [
        [422, 'InvalidSpec'],
        [400, 'WriteRefused'],
        [500, 'HostError'],
      ] as const) {
        const message = `Validation of secretValue "${value}\nsecond line" and "${value}" has failed`;
        const body = JSON.stringify({ statusCode: status, message, error: 'ValidationFailure' });
        const mend = infisical.faults.always('secrets.batch-create', fault.status(status, { body }));
        const name = `refused-${status}`;
        await push.apply({ name, source: { secretName: 'app' } });
        await push.failed(name, reason);
        mend();
        await push.delete(name);
        await push.gone(name);
      }
    }));

  it('of one kind are made though those of another kind fail, and each kind is told of', () =>
    withPush(server(), {}, async (push) => {
      await pushed(push);
      await push.patch('app', { spec: { updatePolicy: 'Replace' } });
      await push.ready('app');
      const mend = push.scene.infisical.faults.always('secrets.batch-update', fault.status(500));
      await push.change('app', { API_KEY: 'changed', DB_URL: null, NEW: 'n' });
      await push.failed('app', 'HostError');
      expect(push.stored()).to.deep.equal({ API_KEY: CONTENT.API_KEY, NEW: 'n' });
      const seen = (await push.get('app'))?.status?.conditions.flatMap(({ type, status }) =>
        type.includes('FailedTo') ? [`${type.replace('secrets.infisical.com/FailedTo', '')} ${status}`] : [],
      );
      expect(seen).to.have.members([
        'CreateSecrets False',
        'UpdateSecrets True',
        'DeleteSecrets False',
        'ReplaceSecrets False',
      ]);
      mend();
      await push.holds({ API_KEY: 'changed', NEW: 'n' });
      await push.ready('app');
    }));

  it('race with somebody who makes or deletes the same key, and come to the same end', () =>
    withPush(server(), {}, async (push) => {
      const { infisical } = push.scene;
      const create = infisical.faults.hold('secrets.batch-create');
      await push.apply({ name: 'app', updatePolicy: 'Replace', deletionPolicy: 'Delete' });
      await create.arrived;
      infisical.secret(PROJECT, 'dev', PUSHED_TO, 'API_KEY', 'theirs');
      create.release();
      await push.holds(CONTENT);
      await push.ready('app');

      const update = infisical.faults.hold('secrets.batch-update');
      await push.change('app', { API_KEY: 'a2', DB_URL: 'b2' });
      await update.arrived;
      infisical.removeSecret(PROJECT, 'dev', PUSHED_TO, 'DB_URL');
      update.release();
      await push.holds({ API_KEY: 'a2', DB_URL: 'b2' });
      await push.ready('app');

      const remove = infisical.faults.hold('secrets.batch-delete');
      await push.delete('app');
      await remove.arrived;
      infisical.removeSecret(PROJECT, 'dev', PUSHED_TO, 'DB_URL');
      remove.release();
      await push.gone('app');
      // What somebody else has made, and the push only overwritten, is not its own.
      expect(push.stored()).to.deep.equal({ API_KEY: 'a2' });
    }));
});
