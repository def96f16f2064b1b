import { expect } from 'chai';
import { retryable, terminal, type GlobalSettings } from '#kernel';
import { FakeClock, FixedRandom, RecordingLog } from '#testkit';
import { LiveSettings } from '../../src/app/live-settings.ts';

const DEFAULTS = { hostAPI: 'https://default.example/api', resyncMs: 60_000, namespace: 'operator' };
const CONFIG = 'ConfigMap operator/infisical-config';

/** A cluster of objects by `Kind namespace/name`; what is an Error cannot be read. */
class World {
  readonly objects = new Map<string, Record<string, string> | Error>();
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  /** Secrets that are watched, with what to call at their changes. */
  readonly watched = new Map<string, () => void>();
  readonly changes: GlobalSettings[] = [];
  readonly settings: LiveSettings;

  constructor() {
    this.settings = new LiveSettings(DEFAULTS, {
      clock: this.clock,
      random: new FixedRandom(),
      log: this.log,
      read: (kind, { namespace, name }) => {
        const found = this.objects.get(`${kind} ${namespace}/${name}`);
        if (found instanceof Error) return Promise.reject(found);
        return Promise.resolve(found && new Map(Object.entries(found)));
      },
      watchSecret: ({ namespace, name }, changed) => {
        const id = `${namespace}/${name}`;
        this.watched.set(id, changed);
        return {
          stop: () => {
            this.watched.delete(id);
            return Promise.resolve();
          },
        };
      },
      checkCa: (pem) => {
        if (!pem.startsWith('PEM')) throw terminal('CaInvalid', 'The CA bundle holds no certificate.');
      },
    });
    this.settings.subscribe(() => this.changes.push(this.settings.current()));
  }

  /** Sets the ConfigMap and reads it. */
  async config(data: Record<string, string> | Error): Promise<GlobalSettings> {
    this.objects.set(CONFIG, data);
    await this.settings.refresh();
    return this.settings.current();
  }
}

const CA = { 'tls.caRef.secretName': 'ca', 'tls.caRef.secretNamespace': 'trust', 'tls.caRef.key': 'ca.crt' };

describe('LiveSettings', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.settings.stop());

  it('gives the defaults without a ConfigMap, and nobody is told of a change', async () => {
    await world.settings.refresh();
    expect(world.settings.current()).to.deep.include({
      host: { url: DEFAULTS.hostAPI, from: '--host-api' },
      ca: undefined,
      resyncMs: 60_000,
    });
    expect(world.changes).to.deep.equal([]);
  });

  it('follows the ConfigMap, back to the defaults too', async () => {
    const { host } = await world.config({ hostAPI: 'https://own.example' });
    expect(host).to.deep.equal({ url: 'https://own.example', from: `hostAPI of ${CONFIG}` });
    expect((await world.config({})).host.url).to.equal(DEFAULTS.hostAPI);
    expect(world.changes).to.have.length(2);
  });

  it('reads the CA bundle, and reads it again when its Secret changes', async () => {
    world.objects.set('Secret trust/ca', { 'ca.crt': 'PEM one' });
    expect((await world.config(CA)).ca).to.deep.equal({ pem: 'PEM one' });
    world.objects.set('Secret trust/ca', { 'ca.crt': 'PEM two' });
    world.watched.get('trust/ca')?.();
    await world.settings.refresh();
    expect(world.settings.current().ca).to.deep.equal({ pem: 'PEM two' });
  });

  it('watches the Secret of the CA bundle and no other', async () => {
    await world.config(CA);
    expect([...world.watched.keys()]).to.deep.equal(['trust/ca']);
    await world.config({ ...CA, 'tls.caRef.secretName': 'other' });
    expect([...world.watched.keys()]).to.deep.equal(['trust/other']);
    await world.config({ ...CA, 'tls.caRef.key': '' });
    expect([...world.watched.keys()]).to.deep.equal([]);
  });

  const unusable: readonly (readonly [
    title: string,
    secret: Record<string, string> | Error | undefined,
    says: string,
  ])[] = [
    ['does not exist', undefined, 'tls.caRef: Secret trust/ca does not exist'],
    ['lacks the key', { other: 'PEM' }, 'tls.caRef: Secret trust/ca has no key ca.crt'],
    ['holds no certificate', { 'ca.crt': 'text' }, 'Secret trust/ca, key ca.crt: The CA bundle holds no certificate'],
    ['may not be read', terminal('KubernetesForbidden', 'may not get secrets'), 'may not get secrets'],
  ];
  for (const [title, secret, says] of unusable) {
    it(`says so when the Secret of the CA bundle ${title}`, async () => {
      if (secret !== undefined) world.objects.set('Secret trust/ca', secret);
      const { ca } = await world.config(CA);
      if (ca === undefined || !('error' in ca)) throw new Error('it was taken');
      expect(ca.error).to.include({ reason: 'CaInvalid', disposition: 'terminal' });
      expect(ca.error.message).to.include(says).and.include(CONFIG);
    });
  }

  it('stays as it is when something cannot be read, says so, and tries again', async () => {
    await world.config({ hostAPI: 'https://own.example' });
    const { host } = await world.config(retryable('KubernetesUnavailable', 'no answer'));
    expect(host.url).to.equal('https://own.example');
    expect(world.log.lines.map(({ level }) => level)).to.deep.equal(['warn']);

    world.objects.set(CONFIG, { hostAPI: 'https://new.example' });
    await world.clock.advance(1_000);
    expect(world.settings.current().host.url).to.equal('https://new.example');
  });

  it('reads nothing any more once it was stopped', async () => {
    await world.config(CA);
    await world.settings.stop();
    expect([...world.watched.keys()]).to.deep.equal([]);
    expect((await world.config({ hostAPI: 'https://own.example' })).host.url).to.equal(DEFAULTS.hostAPI);
  });
});
