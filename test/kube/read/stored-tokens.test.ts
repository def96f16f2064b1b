import { expect } from 'chai';
import type { ReferenceChange } from '#kernel';
import { MetadataInformer } from '../../../src/kube/index.ts';
import { StoredTokens } from '../../../src/kube/read/stored-tokens.ts';
import { harness, type Harness } from '../harness.ts';
import { onServers } from '../on-servers.ts';
import { rejection } from '../rejection.ts';
import { expectOk } from '../test-server.ts';
import { until } from '../until.ts';

const TYPE = 'kubernetes.io/service-account-token';

onServers('StoredTokens', (server) => {
  let h: Harness;
  let namespace: string;
  let told: ReferenceChange[];
  let interesting: boolean;
  beforeEach(async () => {
    h = harness(server());
    namespace = await server().namespace();
    told = [];
    interesting = true;
  });
  afterEach(() => h.close());

  /** Informers that are interested in ServiceAccounts alone, as a resource with Kubernetes auth makes them. */
  const start = async (scope: readonly string[] = [namespace]): Promise<StoredTokens> => {
    const informers = (['Secret', 'ServiceAccount'] as const).map((kind) => {
      const informer = new MetadataInformer(h, kind, scope);
      informer.setInterest((reference) => interesting && reference.kind === 'ServiceAccount');
      h.onClose(() => informer.stop());
      return informer;
    });
    const [secrets, accounts] = informers;
    if (secrets === undefined || accounts === undefined) throw new Error('two were made');
    const tokens = new StoredTokens(h.client, secrets, accounts);
    for (const informer of informers) {
      informer.subscribe((change) => told.push(change));
      informer.start();
      await informer.whenSynced(h.signal);
    }
    return tokens;
  };
  const find = (tokens: StoredTokens, name = 'app'): Promise<string | undefined> =>
    tokens.find({ namespace, name }, h.signal);
  const path = (plural: string, name: string): string => `/api/v1/namespaces/${namespace}/${plural}/${name}`;
  const send = (method: string, target: string, body?: object): Promise<unknown> =>
    expectOk(
      server().raw({
        method,
        path: target,
        ...(body && { body }),
        ...(method === 'PATCH' && { contentType: 'application/merge-patch+json' }),
      }),
    );
  const account = (secrets: readonly string[] = []): Promise<unknown> =>
    send('POST', path('serviceaccounts', '').slice(0, -1), {
      metadata: { name: 'app' },
      secrets: secrets.map((name) => ({ name })),
    });
  const secret = (name: string, token: string, annotations: object = {}, type = TYPE): Promise<unknown> =>
    send('POST', path('secrets', '').slice(0, -1), {
      metadata: { name, annotations: { 'kubernetes.io/service-account.name': 'app', ...annotations } },
      type,
      ...(token === '' ? {} : { stringData: { token } }),
    });
  const requests = (): number =>
    ['get', 'list'].reduce(
      (sum, verb) =>
        sum +
        ['secrets', 'serviceaccounts'].reduce(
          (all, resource) => all + h.metrics.value('kubernetes_requests_total', { verb, resource, code: '200' }),
          0,
        ),
      0,
    );
  const toldOf = (): readonly ReferenceChange[] => told.filter(({ reference }) => reference.kind === 'ServiceAccount');
  const untilTold = async (change: () => Promise<unknown>): Promise<void> => {
    const before = toldOf().length;
    await change();
    await until('the ServiceAccount is told to have changed', () => toldOf().length > before);
  };

  it('finds the token of a Secret that is only annotated, and asks no more while nothing changes', async () => {
    await account();
    await secret('made-by-hand', 'the-token\n');
    const tokens = await start();
    expect(await find(tokens)).to.equal('the-token');
    const asked = requests();
    expect(await find(tokens)).to.equal('the-token');
    expect(requests()).to.equal(asked);
  });

  it('asks no more also when interest came after the Secret', async () => {
    await account();
    await secret('made-by-hand', 'the-token');
    interesting = false;
    const tokens = await start();
    interesting = true;
    await find(tokens);
    const asked = requests();
    expect(await find(tokens)).to.equal('the-token');
    expect(requests()).to.equal(asked);
  });

  it('prefers those that the ServiceAccount lists, in its order, then goes by name', async () => {
    await account(['other-type', 'z-listed', 'y-listed']);
    await secret('other-type', 'wrong', {}, 'Opaque');
    await secret('a-annotated', 'annotated');
    await secret('y-listed', 'second');
    const tokens = await start();
    expect(await find(tokens)).to.equal('second');
    await untilTold(() => secret('z-listed', 'first'));
    expect(await find(tokens)).to.equal('first');
    await untilTold(() => send('DELETE', path('secrets', 'z-listed')));
    expect(await find(tokens)).to.equal('second');
    await untilTold(() => send('DELETE', path('secrets', 'y-listed')));
    expect(await find(tokens)).to.equal('annotated');
  });

  it('passes over Secrets of others, and of an earlier ServiceAccount of that name', async () => {
    await account();
    await secret('of-another', 'wrong', { 'kubernetes.io/service-account.name': 'another' });
    await secret('of-an-earlier', 'wrong', { 'kubernetes.io/service-account.uid': 'an-older-uid' });
    expect(await find(await start())).to.equal(undefined);
  });

  it('sees a Secret that comes later, and one that goes', async () => {
    await account();
    const tokens = await start();
    expect(await find(tokens)).to.equal(undefined);
    await untilTold(() => secret('late', 'the-token'));
    expect(await find(tokens)).to.equal('the-token');
    await untilTold(() => send('DELETE', path('secrets', 'late')));
    expect(await find(tokens)).to.equal(undefined);
  });

  it('says of a Secret that holds no token yet what will fill it, and sees when it did', async () => {
    await account();
    await secret('empty', '');
    const tokens = await start();
    const error = await rejection(find(tokens));
    expect(error).to.include({ disposition: 'terminal', reason: 'CredentialsIncomplete' });
    expect(error.message).to.contain(`Secret ${namespace}/empty`).and.contain(`ServiceAccount ${namespace}/app`);
    await untilTold(() => send('PATCH', path('secrets', 'empty'), { stringData: { token: 'the-token' } }));
    expect(await find(tokens)).to.equal('the-token');
  });

  it('takes a filled one before one that waits', async () => {
    await account();
    await secret('a-empty', '');
    await secret('b-filled', 'the-token');
    expect(await find(await start())).to.equal('the-token');
  });

  it('uses a token that was replaced', async () => {
    await account();
    await secret('rotated', 'old');
    const tokens = await start();
    expect(await find(tokens)).to.equal('old');
    await untilTold(() => send('PATCH', path('secrets', 'rotated'), { stringData: { token: 'new' } }));
    expect(await find(tokens)).to.equal('new');
  });

  it('says that there is no ServiceAccount, and sees it come', async () => {
    const tokens = await start();
    const error = await rejection(find(tokens));
    expect(error).to.include({ disposition: 'terminal', reason: 'CredentialsNotFound' });
    expect(error.message).to.equal(`ServiceAccount ${namespace}/app does not exist.`);
    await untilTold(() => account());
    expect(await find(tokens)).to.equal(undefined);
  });

  it('asks each time where it does not watch', async () => {
    await account();
    const tokens = await start(['default']);
    expect(await find(tokens)).to.equal(undefined);
    await secret('late', 'the-token');
    expect(await find(tokens)).to.equal('the-token');
  });
});
