import { expect } from 'chai';
import { ExtensionRegistry, OperatorError, terminal, type Access, type CustomResource, type Finalizers } from '#kernel';
import { Expectations } from '../../../../src/plugins/sync/infisical-secret/expectations.ts';
import { FINALIZER } from '../../../../src/plugins/sync/infisical-secret/inventory.ts';
import type { InfisicalSecretSpec } from '../../../../src/plugins/sync/infisical-secret/spec-parse.ts';
import { writeTargets } from '../../../../src/plugins/sync/infisical-secret/targets.ts';
import type { WriteResult } from '../../../../src/plugins/sync/infisical-secret/write-result.ts';
import { aComparison, CREATE } from './a-comparison.ts';

const OBJECT: CustomResource = {
  metadata: {
    namespace: 'shop',
    name: 'db',
    uid: 'uid-of-the-resource',
    resourceVersion: '1',
    generation: 1,
    labels: {},
    annotations: {},
    finalizers: [],
    deleting: false,
  },
  spec: {},
  status: {},
};

const SPEC: InfisicalSecretSpec = {
  hostAPI: undefined,
  caRef: undefined,
  resyncMs: undefined,
  instantUpdates: false,
  emptyPolicy: 'Keep',
  method: {
    field: 'universalAuth',
    key: 'universalAuth',
    spec: {},
    scope: { path: '/', recursive: false, tagSlugs: [] },
  },
  targets: [],
};

/** Nothing can be written: an attempt is told as a plugin that is not there. */
const NO_TARGETS: Access = {
  readSecret: () => Promise.reject(new Error('nothing is read')),
  readSource: () => Promise.reject(new Error('nothing is pushed')),
  logIn: () => Promise.reject(new Error('nobody logs in')),
  target: () => {
    throw terminal('PluginUnavailable', 'There are no targets.');
  },
};

/** Writes one new target that asks for the finalizer. */
function write(finalizers: Finalizers): Promise<WriteResult> {
  const services = {
    extensions: new ExtensionRegistry(),
    templates: { render: () => Buffer.alloc(0) },
    clock: { monotonic: () => 0 },
    finalizers,
    expectations: new Expectations(),
    isClaimedByAnother: () => () => false,
    events: { record: () => undefined },
  };
  const type = {
    group: 'secrets.infisical.com',
    version: 'v1alpha1',
    kind: 'InfisicalSecret',
    plural: 'infisicalsecrets',
  };
  const { namespace, name, uid } = OBJECT.metadata;
  const work = {
    object: OBJECT,
    identity: { type, namespace, name, uid },
    access: NO_TARGETS,
    spec: () => SPEC,
    intervalMs: 60_000,
    inventory: [],
    workloadsBehind: [],
    force: undefined,
    maxAgeMs: 60_000,
  };
  return writeTargets(services, work, { ...aComparison([CREATE]), finalizer: 'add' }, new AbortController().signal);
}

describe('writeTargets', () => {
  it('asks for the finalizer before it writes', async () => {
    const asked: string[] = [];
    const result = await write({
      add: (_resource, finalizer) => Promise.resolve(asked.push(finalizer) > 0),
      remove: () => Promise.reject(new Error('nothing is to be removed')),
    });
    expect(asked).to.deep.equal([FINALIZER]);
    expect(result.error?.reason).to.equal('PluginUnavailable');
  });

  it('writes nothing when it is too late for the finalizer, as nobody would clear it up', async () => {
    const failure = await write({ add: () => Promise.resolve(false), remove: () => Promise.resolve() }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError).and.to.include({ reason: 'KubernetesUnavailable' });
  });
});
