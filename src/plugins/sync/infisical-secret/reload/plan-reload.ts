import { formatReference, type ObjectReference, type Workload } from '#kernel';

/** A target as it stands now, for those who use it. */
export interface ReloadTarget {
  readonly reference: ObjectReference;
  /** Of its present data. */
  readonly hash: string;
  /** Of the data that every workload which asked runs with, but for those of `behind`; undefined: nobody knows of any other data than the present. */
  readonly settledFor: string | undefined;
}

/** A workload that runs with older data than its target holds. */
export interface BehindRecord {
  readonly workload: Pick<Workload, 'kind' | 'namespace' | 'name' | 'uid'>;
  readonly target: ObjectReference;
  /** Of the data that it runs with. */
  readonly hash: string;
}

/** One workload that shall be restarted. */
export interface StaleWorkload {
  readonly workload: Workload;
  /** Hash of the present data, by `formatReference` of each target that has other data than the workload runs with. */
  readonly wanted: Readonly<Record<string, string>>;
  /** What it runs with, of the same targets. */
  readonly behind: readonly BehindRecord[];
}

/** What there is to do. */
export interface ReloadPlan {
  /** Every workload that asked and uses one of the targets. */
  readonly asked: readonly Workload[];
  readonly stale: readonly StaleWorkload[];
}

/**
 * Which workloads run with older data. Pure.
 *
 * What a workload runs with is told by its own mark where that names the present data, else by what was noted in the status of the resource: so a mark that
 * another controller takes away leads to no second restart, and one that was written before a crash to none either. A workload that nobody
 * noted anything of runs with what stood in the target when it was last settled.
 */
export function planReload(
  targets: readonly ReloadTarget[],
  behind: readonly BehindRecord[],
  using: (reference: ObjectReference) => readonly Workload[],
): ReloadPlan {
  const asked = new Map<string, Workload>();
  const stale = new Map<string, { wanted: Record<string, string>; behind: BehindRecord[] }>();
  for (const { reference, hash, settledFor } of targets) {
    const name = formatReference(reference);
    for (const workload of using(reference)) {
      asked.set(workload.uid, workload);
      if (workload.restartedFor[name] === hash) continue;
      const noted = behind.find(
        (record) => record.workload.uid === workload.uid && formatReference(record.target) === name,
      );
      const runsWith = noted?.hash ?? settledFor ?? hash;
      if (runsWith === hash) continue;
      const entry = stale.get(workload.uid) ?? { wanted: {}, behind: [] };
      entry.wanted[name] = hash;
      entry.behind.push({ workload, target: reference, hash: runsWith });
      stale.set(workload.uid, entry);
    }
  }
  return {
    asked: [...asked.values()],
    stale: [...asked.values()].flatMap((workload) => {
      const entry = stale.get(workload.uid);
      return entry === undefined ? [] : [{ workload, ...entry }];
    }),
  };
}
