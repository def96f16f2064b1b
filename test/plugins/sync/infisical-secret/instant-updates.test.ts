import { expect } from 'chai';
import { retryable, terminal, type InfisicalSession, type Listening, type SourceScope } from '#kernel';
import { settle } from '../../../../src/testkit/fakes/index.ts';
import { InstantUpdates } from '../../../../src/plugins/sync/infisical-secret/instant-updates.ts';
import type { Work } from '../../../../src/plugins/sync/infisical-secret/work.ts';
import { aCustomResource } from '../../../kernel/a-custom-resource.ts';
import { SESSION } from '../../../builders/a-session.ts';

const APP = aCustomResource();
const SCOPE: SourceScope = { environment: 'dev', path: '/', recursive: false };

/** The part of a pass's work that is looked at here. */
const WORK = { object: APP, identity: APP.metadata, spec: () => ({ method: { scope: SCOPE } }) } as unknown as Work;

/** A session whose subscriptions a test answers; each is recorded with whether it is still open. */
class Subscriptions {
  readonly made: { open: boolean; readonly onNews: () => void }[] = [];
  listening: Listening = { kind: 'on' };
  fails: Error | undefined;
  /** Held back until it is released. */
  hold: Promise<void> = Promise.resolve();

  readonly session: InfisicalSession = {
    ...SESSION,
    subscribe: async (_scope, onNews) => {
      await this.hold;
      if (this.fails !== undefined) throw this.fails;
      const entry = { open: true, onNews };
      this.made.push(entry);
      const getListening = (): Listening => this.listening;
      return {
        get listening() {
          return getListening();
        },
        close: () => (entry.open = false),
      };
    },
  };

  get open(): readonly boolean[] {
    return this.made.map(({ open }) => open);
  }

  /** Holds subscriptions back until the returned function is called. */
  holdBack(): () => void {
    let release: () => void = () => undefined;
    this.hold = new Promise((resolve) => (release = resolve));
    return release;
  }
}

describe('InstantUpdates', () => {
  let subscriptions: Subscriptions;
  let updates: InstantUpdates;
  let woken: string[];
  let detach: () => void;

  const follow = (): Promise<void> => updates.follow(WORK, subscriptions.session, new AbortController().signal);

  beforeEach(() => {
    subscriptions = new Subscriptions();
    updates = new InstantUpdates();
    woken = [];
    detach = updates.attach(({ namespace, name }, priority) => woken.push(`${priority} ${namespace}/${name}`));
    updates.want(APP, true);
  });

  it('wakes the resource on news, as urgently as for a drifted target', async () => {
    await follow();
    subscriptions.made[0]?.onNews();
    expect(woken).to.deep.equal(['drift shop/db']);
  });

  it('opens the subscription of a pass before it closes that of the pass before', async () => {
    await follow();
    const release = subscriptions.holdBack();
    const second = follow();
    await settle();
    expect(subscriptions.open).to.deep.equal([true]);
    release();
    await second;
    expect(subscriptions.open).to.deep.equal([false, true]);
  });

  it('asks for nothing where the spec does not', async () => {
    updates.want(APP, false);
    await follow();
    expect([subscriptions.open, updates.verdict(APP)]).to.deep.equal([[], 'absent']);
  });

  it('ends with the wish', async () => {
    await follow();
    updates.want(APP, false);
    expect([subscriptions.open, updates.verdict(APP)]).to.deep.equal([[false], 'absent']);
  });

  it('ends with the work of the operator, and wakes nobody afterwards', async () => {
    await follow();
    detach();
    subscriptions.made[0]?.onNews();
    await follow();
    expect([subscriptions.open, woken]).to.deep.equal([[false], []]);
  });

  for (const [what, end] of [
    [
      'a resource that is deleted',
      () => {
        updates.want(APP, false);
      },
    ],
    [
      'an operator that stops',
      () => {
        detach();
      },
    ],
  ] as const) {
    it(`keeps nothing open for ${what} while the project is looked up`, async () => {
      await follow();
      const release = subscriptions.holdBack();
      const second = follow();
      end();
      release();
      await second;
      expect(subscriptions.open).to.deep.equal([false, false]);
    });
  }

  const denied = terminal('EventsDenied', 'Could not subscribe.', { hint: 'Ask for it.' });
  const verdicts: readonly (readonly [name: string, listening: Listening, verdict: unknown])[] = [
    ['nothing new while nobody knows', { kind: 'connecting' }, 'unchanged'],
    ['that it listens', { kind: 'on' }, { mode: 'Events' }],
    [
      'why it only polls, and what to do about it',
      { kind: 'polling', error: denied },
      { mode: 'Polling', reason: 'EventsDenied', message: 'Could not subscribe. Ask for it.' },
    ],
  ];
  for (const [name, listening, verdict] of verdicts) {
    it(`says ${name}`, async () => {
      subscriptions.listening = listening;
      await follow();
      expect(updates.verdict(APP)).to.deep.equal(verdict);
    });
  }

  it('says nothing new before the first pass that reads', () => {
    expect(updates.verdict(APP)).to.equal('unchanged');
  });

  it('throws a failure that may pass, which the read would meet too, and goes on listening', async () => {
    await follow();
    subscriptions.fails = retryable('HostUnreachable', 'down');
    expect(await follow().catch((error: unknown) => error)).to.equal(subscriptions.fails);
    expect([subscriptions.open, updates.verdict(APP)]).to.deep.equal([[true], { mode: 'Events' }]);
  });

  it('lets the read decide on any other failure', async () => {
    await follow();
    subscriptions.fails = denied;
    await follow();
    expect(subscriptions.open).to.deep.equal([false]);
    expect(updates.verdict(APP)).to.include({ mode: 'Polling', reason: 'EventsDenied' });
  });

  it('leaves with the reason of its signal', async () => {
    const leaving = new AbortController();
    const release = subscriptions.holdBack();
    subscriptions.fails = denied;
    const following = updates.follow(WORK, subscriptions.session, leaving.signal).catch((error: unknown) => error);
    const reason = new Error('deadline');
    leaving.abort(reason);
    release();
    expect(await following).to.equal(reason);
  });
});
