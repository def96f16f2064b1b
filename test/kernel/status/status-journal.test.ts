import { expect } from 'chai';
import {
  retryable,
  StatusJournal,
  type CustomResource,
  type ResourceIdentity,
  type StatusWriter,
} from '../../../src/kernel/index.ts';
import { aCustomResource } from '../a-custom-resource.ts';

const IDENTITY: ResourceIdentity = {
  type: { group: 'test.example', version: 'v1', kind: 'Thing', plural: 'things' },
  namespace: 'shop',
  name: 'db',
  uid: 'uid-1',
};

/** A writer that keeps what it was given and answers with the version that a test sets. */
class RecordingWriter implements StatusWriter {
  readonly applied: object[] = [];
  version: string | undefined = '2';
  failure: Error | undefined;

  apply(_resource: ResourceIdentity, status: object): Promise<string | undefined> {
    this.applied.push(status);
    return this.failure === undefined ? Promise.resolve(this.version) : Promise.reject(this.failure);
  }
}

describe('StatusJournal', () => {
  let writer: RecordingWriter;
  let journal: StatusJournal;

  beforeEach(() => {
    writer = new RecordingWriter();
    journal = new StatusJournal(writer);
  });

  const seen = (resourceVersion: string, status?: unknown): CustomResource =>
    aCustomResource({ resourceVersion }, { status });
  const write = (object: CustomResource, status: Record<string, unknown>): Promise<boolean> =>
    journal.write(object, IDENTITY, status, new AbortController().signal);

  it('makes no request for a status that stands already', async () => {
    expect(
      await write(seen('1', { state: 'synced', list: [{ a: 1 }] }), { state: 'synced', list: [{ a: 1 }] }),
    ).to.equal(false);
    expect(writer.applied).to.deep.equal([]);
  });

  const differences: readonly { name: string; before: unknown; wanted: Record<string, unknown> }[] = [
    { name: 'a first status', before: undefined, wanted: { state: 'synced' } },
    { name: 'another value', before: { state: 'error' }, wanted: { state: 'synced' } },
    { name: 'one field more', before: { state: 'synced' }, wanted: { state: 'synced', host: 'h' } },
    { name: 'one field less', before: { state: 'synced', host: 'h' }, wanted: { state: 'synced' } },
    { name: 'another order in a list', before: { list: [1, 2] }, wanted: { list: [2, 1] } },
    { name: 'text for a number', before: { secretsCount: 1 }, wanted: { secretsCount: '1' } },
  ];
  for (const { name, before, wanted } of differences) {
    it(`writes ${name}, whole`, async () => {
      expect(await write(seen('1', before), wanted)).to.equal(true);
      expect(writer.applied).to.deep.equal([wanted]);
    });
  }

  it('takes a field that is undefined for one that is absent', async () => {
    expect(await write(seen('1', { state: 'synced' }), { state: 'synced', host: undefined })).to.equal(false);
    await write(seen('1'), { state: 'synced', host: undefined });
    expect(writer.applied).to.have.length(1);
    expect(writer.applied[0]).to.have.all.keys('state');
  });

  describe('while the informer lags behind', () => {
    it('compares with what it wrote, not with what the informer still shows', async () => {
      await write(seen('1', { state: 'error' }), { state: 'synced' });
      expect(journal.current(seen('1', { state: 'error' }))).to.deep.equal({ state: 'synced' });
      expect(await write(seen('1', { state: 'error' }), { state: 'synced' })).to.equal(false);
      expect(await write(seen('1', { state: 'error' }), { state: 'error' })).to.equal(true);
    });

    it('also when a change of somebody else, made before the write, shows first', async () => {
      writer.version = '30';
      await write(seen('1', { state: 'error' }), { state: 'synced' });
      expect(journal.current(seen('9', { state: 'error' }))).to.deep.equal({ state: 'synced' });
      expect(await write(seen('9', { state: 'error' }), { state: 'error' })).to.equal(true);
    });
  });

  describe('when the informer has caught up', () => {
    for (const { name, version } of [
      { name: 'to the write', version: '2' },
      { name: 'beyond it', version: '10' },
      { name: 'to a version that is no number', version: 'abc' },
    ]) {
      it(`believes the informer: ${name}`, async () => {
        await write(seen('1'), { state: 'synced' });
        const repaired = seen(version, { state: 'synced' });
        expect(journal.current(repaired)).to.equal(repaired.status);
      });
    }

    it('repairs what somebody else made of the status afterwards', async () => {
      await write(seen('1'), { state: 'synced' });
      expect(await write(seen('3', { state: 'edited by hand' }), { state: 'synced' })).to.equal(true);
    });

    it('does not write again and again what the server leaves out', async () => {
      await write(seen('1'), { state: 'synced', novel: true });
      expect(await write(seen('2', { state: 'synced' }), { state: 'synced', novel: true })).to.equal(false);
      writer.version = '3';
      expect(await write(seen('3', { state: 'synced' }), { state: 'synced', novel: true })).to.equal(true);
      expect(await write(seen('3', { state: 'synced' }), { state: 'synced', novel: true })).to.equal(false);
    });
  });

  it('does not take the status of an object for that of another with its name', async () => {
    await write(seen('1'), { state: 'synced' });
    const anew = aCustomResource({ uid: 'uid-2', resourceVersion: '1' });
    expect(journal.current(anew)).to.equal(undefined);
    expect(await write(anew, { state: 'synced' })).to.equal(true);
  });

  describe('when a write fails', () => {
    const failed = retryable('KubernetesUnavailable', 'No answer.');

    it('throws what the writer throws, and remembers nothing', async () => {
      writer.failure = failed;
      const object = seen('1', { state: 'error' });
      expect(await write(object, { state: 'synced' }).catch((error: unknown) => error)).to.equal(failed);
      expect(journal.current(object)).to.deep.equal({ state: 'error' });
    });

    it('writes next time in any case: nobody knows whether the first one reached the server', async () => {
      writer.failure = failed;
      await write(seen('1', { state: 'synced' }), { state: 'authenticating' }).catch(() => undefined);
      writer.failure = undefined;
      expect(await write(seen('1', { state: 'synced' }), { state: 'synced' })).to.equal(true);
      expect(await write(seen('1', { state: 'synced' }), { state: 'synced' })).to.equal(false);
    });
  });

  it('remembers nothing of an object that was gone when it wrote', async () => {
    writer.version = undefined;
    expect(await write(seen('1'), { state: 'synced' })).to.equal(true);
    expect(journal.current(seen('1'))).to.equal(undefined);
  });

  it('forgets what it is told to', async () => {
    await write(seen('1'), { state: 'synced' });
    journal.forget(seen('1'));
    expect(journal.current(seen('1'))).to.equal(undefined);
  });
});
