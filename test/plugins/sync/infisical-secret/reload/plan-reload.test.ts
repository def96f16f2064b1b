import { expect } from 'chai';
import type { Workload } from '#kernel';
import { planReload, type BehindRecord } from '../../../../../src/plugins/sync/infisical-secret/reload/plan-reload.ts';
import { TARGET, aDeployment } from './a-workload.ts';

const NAME = 'Secret shop/db';
const web = aDeployment();
const note = (hash: string, workload: Workload = web): BehindRecord => ({ workload, target: TARGET, hash });

describe('planReload', () => {
  const cases: readonly {
    readonly name: string;
    readonly settledFor: string | undefined;
    readonly behind?: readonly BehindRecord[];
    readonly workload?: Workload;
    /** What it runs with when it is to be restarted; undefined: it is not. */
    readonly runsWith: string | undefined;
  }[] = [
    { name: 'the data is as it was', settledFor: 'new', runsWith: undefined },
    { name: 'the data has changed', settledFor: 'old', runsWith: 'old' },
    { name: 'nobody knows of older data', settledFor: undefined, runsWith: undefined },
    {
      name: 'it was restarted, but the status could not be written',
      settledFor: 'old',
      workload: aDeployment({ restartedFor: { [NAME]: 'new' } }),
      runsWith: undefined,
    },
    {
      name: 'it was restarted for older data',
      settledFor: 'old',
      workload: aDeployment({ restartedFor: { [NAME]: 'old' } }),
      runsWith: 'old',
    },
    {
      name: 'its mark was taken away',
      settledFor: 'new',
      workload: aDeployment({ restartedFor: {} }),
      runsWith: undefined,
    },
    {
      name: 'a rollout was undone, which brings back the older mark and starts with the present data',
      settledFor: 'new',
      workload: aDeployment({ restartedFor: { [NAME]: 'old' } }),
      runsWith: undefined,
    },
    { name: 'it could not be restarted then', settledFor: 'new', behind: [note('old')], runsWith: 'old' },
    {
      name: 'it could not be restarted then, and the data is what it runs with again',
      settledFor: 'newer',
      behind: [note('new')],
      runsWith: undefined,
    },
    {
      name: 'the note is about another of the same name',
      settledFor: 'new',
      behind: [note('old', aDeployment({ uid: 'uid-of-its-predecessor' }))],
      runsWith: undefined,
    },
    {
      name: 'the note is about another target',
      settledFor: 'new',
      behind: [{ workload: web, target: { ...TARGET, kind: 'ConfigMap' }, hash: 'old' }],
      runsWith: undefined,
    },
  ];
  for (const { name, settledFor, behind = [], workload = web, runsWith } of cases) {
    it(`${runsWith === undefined ? 'lets it be' : 'restarts'}: ${name}`, () => {
      const targets = [{ reference: TARGET, hash: 'new', settledFor }];
      const { asked, stale } = planReload(targets, behind, () => [workload]);
      expect(asked).to.deep.equal([workload]);
      expect(stale).to.deep.equal(
        runsWith === undefined
          ? []
          : [{ workload, wanted: { [NAME]: 'new' }, behind: [{ workload, target: TARGET, hash: runsWith }] }],
      );
    });
  }

  it('gathers all targets of one workload into one restart', () => {
    const second = { ...TARGET, name: 'cache' };
    const targets = [TARGET, second].map((reference) => ({ reference, hash: 'new', settledFor: 'old' }));
    const { asked, stale } = planReload(targets, [], () => [web]);
    expect(asked).to.deep.equal([web]);
    expect(stale).to.have.length(1);
    expect(stale[0]?.wanted).to.deep.equal({ [NAME]: 'new', 'Secret shop/cache': 'new' });
  });
});
