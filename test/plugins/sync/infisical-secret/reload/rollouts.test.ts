import { expect } from 'chai';
import {
  Container,
  PodTemplateReloader,
  RELOADER,
  WORKLOADS,
  contribute,
  definePlugin,
  loadPlugins,
  retryable,
  type Workload,
  type Workloads,
} from '#kernel';
import { Rollouts } from '../../../../../src/plugins/sync/infisical-secret/reload/index.ts';
import type { StaleWorkload } from '../../../../../src/plugins/sync/infisical-secret/reload/plan-reload.ts';
import { FakeClock } from '../../../../../src/testkit/fakes/index.ts';
import { TARGET, aDeployment } from './a-workload.ts';

const FIRST = 'Secret shop/db';
const SECOND = 'Secret shop/cache';
const USES = [TARGET, { ...TARGET, name: 'cache' }];
const DOWN = retryable('KubernetesUnavailable', 'No answer.');

/** Workloads in memory, with the marks that were written. */
class FakeWorkloads implements Workloads {
  readonly marks: [string, Workload['restartedFor']][] = [];
  failWith: Error | undefined;
  release: (() => void) | undefined;
  private readonly present = new Map<string, Workload>();

  constructor(private readonly holds = false) {}

  put(workload: Workload): Workload {
    this.present.set(workload.uid, workload);
    return workload;
  }

  using(): readonly Workload[] {
    return [...this.present.values()];
  }

  current({ uid }: Workload): Workload | undefined {
    return this.present.get(uid);
  }

  async markPodTemplate(workload: Workload, restartedFor: Workload['restartedFor']): Promise<boolean> {
    if (this.holds) await new Promise<void>((resolve) => (this.release = resolve));
    if (this.failWith !== undefined) throw this.failWith;
    this.marks.push([workload.name, restartedFor]);
    this.put({ ...workload, restartedFor });
    return true;
  }
}

function begin(workloads: FakeWorkloads): { rollouts: Rollouts; clock: FakeClock; signal: AbortSignal } {
  const root = Container.create();
  root.register(WORKLOADS, workloads);
  const extensions = loadPlugins(
    [
      definePlugin({
        id: 'reload.deployment',
        contract: 1,
        summary: 'Deployments.',
        contributes: [
          contribute(RELOADER, {
            key: 'Deployment',
            type: { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments' },
            podTemplate: ['spec', 'template'],
            served: 'always',
            use: PodTemplateReloader,
          }),
        ],
      }),
    ],
    root,
  );
  const clock = new FakeClock();
  return { rollouts: new Rollouts(extensions, workloads, clock), clock, signal: new AbortController().signal };
}

function stale(workload: Workload, wanted: Record<string, string> = { [FIRST]: 'new' }): StaleWorkload {
  return { workload, wanted, behind: [{ workload, target: TARGET, hash: 'old' }] };
}

describe('Rollouts', () => {
  it('restarts at once when the workload asks for no debounce, and not again for the same', async () => {
    const workloads = new FakeWorkloads();
    const { rollouts, signal } = begin(workloads);
    const web = workloads.put(aDeployment());
    expect((await rollouts.bring([stale(web)], signal)).map(({ kind }) => kind)).to.deep.equal(['restarted']);
    // The plan of another pass that began before.
    expect((await rollouts.bring([stale(web)], signal)).map(({ kind }) => kind)).to.deep.equal(['restarted']);
    expect(workloads.marks).to.deep.equal([['web', { [FIRST]: 'new' }]]);
  });

  it('gathers what comes within the debounce time, from its first change on', async () => {
    const workloads = new FakeWorkloads();
    const { rollouts, clock, signal } = begin(workloads);
    const web = workloads.put(aDeployment({ uses: USES, debounce: '10s' }));
    expect(await rollouts.bring([stale(web)], signal)).to.deep.include({
      kind: 'waiting',
      stale: stale(web),
      forMs: 10_000,
    });
    await clock.advance(6_000);
    const [second] = await rollouts.bring([stale(web, { [SECOND]: 'new' })], signal);
    expect(second).to.include({ kind: 'waiting', forMs: 4_000 });
    await clock.advance(4_000);
    const [due] = await rollouts.bring([stale(web)], signal);
    expect(due?.kind).to.equal('restarted');
    expect(workloads.marks).to.deep.equal([['web', { [FIRST]: 'new', [SECOND]: 'new' }]]);
  });

  it('keeps the marks of other targets, but of those that are used no more', async () => {
    const workloads = new FakeWorkloads();
    const { rollouts, signal } = begin(workloads);
    const web = workloads.put(aDeployment({ uses: USES, restartedFor: { [SECOND]: 'x', 'Secret shop/gone': 'y' } }));
    await rollouts.bring([stale(web)], signal);
    expect(workloads.marks).to.deep.equal([['web', { [SECOND]: 'x', [FIRST]: 'new' }]]);
  });

  it('tells of a failure, keeps the others going, and does not wait anew before the next try', async () => {
    const workloads = new FakeWorkloads();
    const { rollouts, clock, signal } = begin(workloads);
    const web = workloads.put(aDeployment({ debounce: '10s' }));
    await rollouts.bring([stale(web)], signal);
    await clock.advance(10_000);
    workloads.failWith = DOWN;
    const [failed] = await rollouts.bring([stale(web)], signal);
    expect(failed).to.include({ kind: 'failed', error: DOWN });
    workloads.failWith = undefined;
    const [again] = await rollouts.bring([stale(web)], signal);
    expect(again?.kind).to.equal('restarted');
  });

  it('leaves a workload to the pass that restarts it already, and looks again', async () => {
    const workloads = new FakeWorkloads(true);
    const { rollouts, signal } = begin(workloads);
    const web = workloads.put(aDeployment());
    const first = rollouts.bring([stale(web)], signal);
    const [second] = await rollouts.bring([stale(web)], signal);
    expect(second).to.include({ kind: 'waiting', forMs: 1_000 });
    workloads.release?.();
    expect((await first).map(({ kind }) => kind)).to.deep.equal(['restarted']);
    expect(workloads.marks).to.have.length(1);
  });

  it('has nothing to do for a workload that is gone', async () => {
    const { rollouts, signal } = begin(new FakeWorkloads());
    const [result] = await rollouts.bring([stale(aDeployment())], signal);
    expect(result?.kind).to.equal('gone');
  });

  it('rejects when it is aborted, and can be asked again', async () => {
    const workloads = new FakeWorkloads();
    const { rollouts, signal } = begin(workloads);
    const web = workloads.put(aDeployment());
    const controller = new AbortController();
    controller.abort(new Error('stopping'));
    workloads.failWith = new Error('stopping');
    const failure: unknown = await rollouts.bring([stale(web)], controller.signal).catch((error: unknown) => error);
    expect(failure).to.have.property('message', 'stopping');
    workloads.failWith = undefined;
    const [again] = await rollouts.bring([stale(web)], signal);
    expect(again?.kind).to.equal('restarted');
  });

  it('knows a mark that was taken away from one that it never made', async () => {
    const workloads = new FakeWorkloads();
    const { rollouts, signal } = begin(workloads);
    const web = workloads.put(aDeployment());
    expect(rollouts.isStripped(web)).to.equal(false);
    await rollouts.bring([stale(web)], signal);
    expect(rollouts.isStripped(workloads.current(web) ?? web)).to.equal(false);
    expect(rollouts.isStripped(aDeployment({ restartedFor: {} }))).to.equal(true);
    expect(rollouts.isStripped(aDeployment({ restartedFor: {}, uses: [] }))).to.equal(false);
  });
});
