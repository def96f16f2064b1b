import { expect } from 'chai';
import { ClusterSecretReader, MetadataInformer, readText } from '../../../src/kube/index.ts';
import { TokenRequests } from '../../../src/kube/read/token-requests.ts';
import { harness, type Harness } from '../harness.ts';
import { onServers } from '../on-servers.ts';
import { rejection } from '../rejection.ts';
import { expectOk } from '../test-server.ts';
import { until } from '../until.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

onServers('readers', (server) => {
  let h: Harness;
  let namespace: string;
  let interesting: boolean;
  beforeEach(async () => {
    h = harness(server());
    namespace = await server().namespace();
    interesting = true;
  });
  afterEach(() => h.close());

  const secretInformer = async (): Promise<MetadataInformer> => {
    const informer = new MetadataInformer(h, 'Secret', [namespace]);
    informer.setInterest(() => interesting);
    h.onClose(() => informer.stop());
    informer.start();
    await informer.whenSynced(h.signal);
    return informer;
  };
  const path = (plural: string, name = ''): string =>
    `/api/v1/namespaces/${namespace}/${plural}/${name}`.replace(/\/$/, '');
  const post = (plural: string, body: object): Promise<unknown> =>
    expectOk(server().raw({ method: 'POST', path: path(plural), body }));
  const gets = (resource: string): number =>
    h.metrics.value('kubernetes_requests_total', { verb: 'get', resource, code: '200' });

  describe('ClusterSecretReader', () => {
    it('reads a Secret once per version, as text with its newlines', async () => {
      await post('secrets', { metadata: { name: 'creds' }, data: { id: base64('größe\n') } });
      const informer = await secretInformer();
      const reader = new ClusterSecretReader(h.client, informer);
      const key = { namespace, name: 'creds' };

      const [text] = await Promise.all([reader.read(key, h.signal), reader.read(key, h.signal)]);
      await reader.read(key, h.signal);
      expect([...text]).to.deep.equal([['id', 'größe\n']]);
      expect(gets('secrets')).to.equal(1);

      const before = informer.get(key)?.resourceVersion;
      const body = { data: { id: base64('new') } };
      const contentType = 'application/merge-patch+json';
      await expectOk(server().raw({ method: 'PATCH', path: path('secrets', 'creds'), body, contentType }));
      await until('the change is seen', () => informer.get(key)?.resourceVersion !== before);
      expect((await reader.read(key, h.signal)).get('id')).to.equal('new');
      expect(gets('secrets')).to.equal(2);
    });

    it('reads once per version also what became of interest after it was made', async () => {
      interesting = false;
      await post('secrets', { metadata: { name: 'creds' }, data: { id: base64('v') } });
      const informer = await secretInformer();
      const reader = new ClusterSecretReader(h.client, informer);
      const key = { namespace, name: 'creds' };
      interesting = true;

      for (let pass = 1; pass <= 3; pass += 1) expect((await reader.read(key, h.signal)).get('id')).to.equal('v');

      // One for the record, one for the content.
      expect(gets('secrets')).to.equal(2);
      expect(informer.get(key)).to.exist;
    });

    it('reads each time what the informer keeps no record of', async () => {
      interesting = false;
      await post('secrets', { metadata: { name: 'creds' }, data: { id: base64('v') } });
      const reader = new ClusterSecretReader(h.client, await secretInformer());

      await reader.read({ namespace, name: 'creds' }, h.signal);
      await reader.read({ namespace, name: 'creds' }, h.signal);

      expect(gets('secrets')).to.equal(2);
    });

    it('tells a missing Secret, also one that was there before', async () => {
      await post('secrets', { metadata: { name: 'creds' } });
      const informer = await secretInformer();
      const reader = new ClusterSecretReader(h.client, informer);
      const key = { namespace, name: 'creds' };
      expect((await reader.read(key, h.signal)).size).to.equal(0);

      await expectOk(server().raw({ method: 'DELETE', path: path('secrets', 'creds') }));
      await until('the deletion is seen', () => informer.get(key) === undefined);

      const error = await rejection(reader.read(key, h.signal));
      expect(error).to.include({ reason: 'CredentialsNotFound', disposition: 'terminal' });
      expect(error.message).to.equal(`Secret ${namespace}/creds does not exist.`);
    });
  });

  it('readText gives the text of a ConfigMap, or nothing', async () => {
    await post('configmaps', { metadata: { name: 'settings' }, data: { hostAPI: 'https://infisical.example' } });

    const text = await readText(h.client, 'ConfigMap', { namespace, name: 'settings' }, h.signal);
    expect([...(text ?? [])]).to.deep.equal([['hostAPI', 'https://infisical.example']]);
    expect(await readText(h.client, 'ConfigMap', { namespace, name: 'nothing' }, h.signal)).to.equal(undefined);
  });

  describe('TokenRequests', () => {
    beforeEach(() => post('serviceaccounts', { metadata: { name: 'robot' } }));
    const wanted = { name: 'robot', audiences: ['https://infisical.example'], expirationSeconds: 600 };

    it('mints a token for the audiences', async () => {
      const token = await new TokenRequests(h.client).request({ namespace, ...wanted }, h.signal);

      const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
      expect(claims).to.deep.include({ aud: wanted.audiences, sub: `system:serviceaccount:${namespace}:robot` });
    });

    it('mints another one each time', async () => {
      const tokens = new TokenRequests(h.client);
      const request = { namespace, ...wanted, audiences: [] };
      expect(await tokens.request(request, h.signal)).to.not.equal(await tokens.request(request, h.signal));
    });

    it('tells a missing ServiceAccount', async () => {
      const error = await rejection(new TokenRequests(h.client).request({ namespace, ...wanted, name: 'x' }, h.signal));
      expect(error).to.include({ reason: 'CredentialsNotFound', disposition: 'terminal' });
    });

    it('tells a life that is too short', async () => {
      const short = { namespace, ...wanted, expirationSeconds: 1 };
      const error = await rejection(new TokenRequests(h.client).request(short, h.signal));
      expect(error).to.include({ reason: 'InvalidSpec', disposition: 'terminal' });
      expect(error.message).to.include('spec.expirationSeconds');
    });
  });
});
