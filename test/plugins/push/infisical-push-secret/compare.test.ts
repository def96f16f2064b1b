import { expect } from 'chai';
import { OperatorError, retryable } from '#kernel';
import { FINALIZER } from '../../../../src/plugins/push/infisical-push-secret/annotations.ts';
import { compare, type CompareServices } from '../../../../src/plugins/push/infisical-push-secret/compare.ts';
import type { Comparison } from '../../../../src/plugins/push/infisical-push-secret/outcomes.ts';
import type { InfisicalPushSecretSpec } from '../../../../src/plugins/push/infisical-push-secret/spec-parse.ts';
import { aSession, aStored, FakeFolder } from './a-destination.ts';
import { aPlace, aWork } from './a-pass.ts';

const { scope: destination } = aPlace();

/** No template and no generator is asked for anything here; what they do is shown with whole operators. */
const SERVICES = { clock: { monotonic: () => 0 } } as unknown as CompareServices;

interface Parts {
  /** Undefined: there is no source. */
  readonly source?: Readonly<Record<string, string | Uint8Array>> | undefined;
  readonly version?: string;
  readonly stored?: readonly ReturnType<typeof aStored>[];
  readonly exists?: boolean;
  readonly spec?: Partial<InfisicalPushSecretSpec>;
  readonly finalizers?: readonly string[];
  readonly fails?: OperatorError;
}

function run({ version = '7', stored = [], exists = true, finalizers = [], ...parts }: Parts): Promise<Comparison> {
  const folder = new FakeFolder('/push', []);
  folder.secrets = [...stored];
  folder.exists = exists;
  if (parts.fails !== undefined) folder.failures.set('list', parts.fails);
  const spec = {
    destination,
    createFolders: false,
    policies: { replaces: true, deletes: true },
    source: { field: 'spec.push.secret', kind: 'Secret', namespace: 'shop', name: 'app', template: undefined },
    generated: [],
    ...parts.spec,
  } as unknown as InfisicalPushSecretSpec;
  const work = aWork({ spec: () => spec });
  const { object, access } = work;
  const data = new Map(
    Object.entries(parts.source ?? {}).map(([key, value]) => [
      key,
      typeof value === 'string' ? Buffer.from(value) : value,
    ]),
  );
  return compare(
    SERVICES,
    {
      ...work,
      object: { ...object, metadata: { ...object.metadata, finalizers } },
      access: {
        ...access,
        readSource: () => Promise.resolve(parts.source && { data, resourceVersion: version }),
      },
    },
    aSession({ '/push': folder }),
    new AbortController().signal,
  );
}

async function refusal(parts: Parts): Promise<OperatorError> {
  try {
    await run(parts);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const kindsOf = ({ steps }: Comparison): readonly string[] => steps.map(({ key, kind }) => `${key} ${kind}`);

describe('compare', () => {
  it('plans what lacks, and has nothing to do when all is there', async () => {
    const source = { A: '1', B: '1' };
    const todo = await run({ source, stored: [aStored('A', '1'), aStored('B', '2')], finalizers: [FINALIZER] });
    expect(kindsOf(todo)).to.deep.equal(['A keep', 'B update']);
    expect(todo.upToDate).to.equal(false);
    const done = await run({ source, stored: [aStored('A', '1'), aStored('B', '1')], finalizers: [FINALIZER] });
    expect(done).to.include({ upToDate: true, folderExists: true, finalizer: 'keep', error: undefined });
  });

  it('names the source that is missing, and the field that names it', async () => {
    expect(await refusal({ source: undefined })).to.deep.include({
      disposition: 'terminal',
      reason: 'PushSourceNotFound',
      message: 'Secret shop/app, which spec.push.secret names, does not exist.',
    });
  });

  it('names the folder that is missing, unless it is to be made', async () => {
    const missing = { source: { A: '1' }, exists: false };
    expect(await refusal(missing)).to.include({ disposition: 'terminal', reason: 'DestinationNotFound' });
    const made = await run({ ...missing, spec: { createFolders: true } });
    expect(made.folderExists).to.equal(false);
    expect(kindsOf(made)).to.deep.equal(['A create']);
  });

  it('fails as the list does', async () => {
    const fails = retryable('HostError', 'the host failed');
    expect(await refusal({ source: {}, fails })).to.equal(fails);
  });

  for (const [deletes, finalizers, step] of [
    [true, [], 'add'],
    [true, [FINALIZER], 'keep'],
    [false, [FINALIZER, 'other'], 'remove'],
    [false, ['other'], 'keep'],
  ] as const) {
    it(`has to ${step} the finalizer with ${deletes ? 'Delete' : 'no policy'} and [${finalizers.join(', ')}]`, async () => {
      const policies = { replaces: false, deletes };
      const found = await run({ source: { A: '1' }, stored: [aStored('A', '1')], finalizers, spec: { policies } });
      expect(found).to.include({ finalizer: step, upToDate: step === 'keep' });
    });
  }

  it('is not done while the source has a value that cannot be pushed', async () => {
    const source = { A: '1', KEYSTORE: Uint8Array.of(0xff) };
    const found = await run({ source, stored: [aStored('A', '1')], finalizers: [FINALIZER] });
    expect(found.error).to.include({ reason: 'InvalidValues' });
    expect(found.error?.message).to.contain('KEYSTORE');
    expect(found.upToDate).to.equal(false);
  });

  it('tells another state of the source from the one before, though the steps are the same', async () => {
    const requestAt = async (version: string): Promise<string> => (await run({ source: { A: '1' }, version })).request;
    expect(await requestAt('7')).to.equal(await requestAt('7'));
    expect(await requestAt('8')).not.to.equal(await requestAt('7'));
  });
});
