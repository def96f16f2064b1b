import { expect } from 'chai';
import { startKube, type JsonObject, type Kube, type KubeObject } from '../../../../src/testkit/kube/index.ts';
import { WireClient } from '../conformance/wire-client.ts';

const PATH = '/api/v1/namespaces/default/configmaps';

describe('garbage collection', () => {
  let kube: Kube;
  let client: WireClient;

  beforeEach(async () => {
    kube = await startKube();
    client = new WireClient({ server: kube.url, token: 'any', caPem: undefined }, 'default');
  });

  afterEach(async () => {
    await client.close();
    await kube.stop();
  });

  const add = (name: string, owners: readonly KubeObject[] = [], more: JsonObject = {}): KubeObject =>
    kube.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: 'default',
        ownerReferences: owners.map(({ metadata }) => ({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: metadata.name ?? '',
          uid: metadata.uid ?? '',
          blockOwnerDeletion: true,
        })),
        ...more,
      },
    });
  const get = (name: string): KubeObject | undefined => kube.get('configmaps', 'default', name);
  const remove = (name: string, propagationPolicy: string): Promise<unknown> =>
    client.send({ method: 'DELETE', path: `${PATH}/${name}`, query: { propagationPolicy } });
  const gone = async (name: string): Promise<void> => {
    while (get(name) !== undefined) await new Promise(setImmediate);
  };

  it('deletes dependents of dependents', async () => {
    const top = add('top');
    const middle = add('middle', [top]);
    add('bottom', [middle]);
    await remove('top', 'Background');
    await gone('bottom');
    expect(get('middle')).to.equal(undefined);
  });

  it('keeps a dependent that has another owner, and drops the reference', async () => {
    const [one, two] = [add('one'), add('two')];
    add('shared', [one, two]);
    await remove('one', 'Background');
    while (get('shared')?.metadata.ownerReferences?.length !== 1) await new Promise(setImmediate);
    expect(get('shared')?.metadata.ownerReferences?.[0]?.name).to.equal('two');
  });

  it('deletes dependents first in the foreground', async () => {
    const owner = add('owner');
    add('held', [owner], { finalizers: ['example.com/hold'] });
    await remove('owner', 'Foreground');
    while (get('held')?.metadata.deletionTimestamp === undefined) await new Promise(setImmediate);
    expect(get('owner')?.metadata.finalizers).to.deep.equal(['foregroundDeletion']);
    kube.patch('configmaps', 'default', 'held', { metadata: { finalizers: null } });
    await gone('owner');
    expect(get('held')).to.equal(undefined);
  });

  it('sets dependents free when the owner is orphaned', async () => {
    const owner = add('owner');
    add('child', [owner]);
    await remove('owner', 'Orphan');
    await gone('owner');
    expect(get('child')?.metadata.ownerReferences).to.equal(undefined);
  });

  it('deletes what names an owner that never was, and leaves owners of unknown kinds alone', async () => {
    const uid = '00000000-0000-4000-8000-000000000000';
    const unknown = { apiVersion: 'nobody.example.com/v1', kind: 'Nobody', name: 'x', uid };
    add('kept', [], { ownerReferences: [unknown] });
    add('lost', [], { ownerReferences: [{ ...unknown, apiVersion: 'v1', kind: 'ConfigMap' }] });
    await gone('lost');
    expect(get('kept')).not.to.equal(undefined);
  });
});
