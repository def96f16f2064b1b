import type { CallCounts } from './call-counts.ts';
import type { ColdSyncOptions } from './cold-sync-options.ts';
import type { Measurement, OperatorMeasurement } from './cold-sync-rounds.ts';
import { KEYS_PER_SOURCE, SOURCES } from './objects.ts';
import type { OperatorForm } from './operator-process.ts';
import type { Surroundings } from './result-file.ts';
import { median, rounded } from './statistics.ts';

/** A round of each contestant, made one after the other. */
export interface Pair {
  readonly operator: OperatorMeasurement;
  readonly bareLoop: Measurement;
}

/** One contestant, by the medians of its rounds. */
export interface Summary {
  /** Resources per second. */
  readonly rate: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly serverCpuSeconds: number;
  readonly peakMiB: number;
}

/** The outcome of a run, as it is kept in `bench/results`. */
export interface ColdSyncResult {
  readonly benchmark: 'cold-sync';
  readonly surroundings: Surroundings;
  readonly settings: {
    readonly resources: number;
    readonly keysPerTarget: number;
    readonly identities: number;
    readonly sources: number;
    readonly concurrency: number;
    readonly rounds: number;
    readonly form: OperatorForm;
  };
  /** The operator's rate over that of the bare loop, pair by pair, and the median of these. */
  readonly ratios: readonly number[];
  readonly ratio: number;
  readonly operator: Summary & { readonly startSeconds: number };
  readonly bareLoop: Summary;
  /** Of the operator's last round, from its start until the last resource was Ready. */
  readonly calls: CallCounts;
  readonly infisicalCalls: Readonly<Record<string, number>>;
  readonly passes: number;
}

/** Sums up the pairs of a run; there must be one at least. */
export function coldSyncResult(
  pairs: readonly Pair[],
  { resources, concurrency }: ColdSyncOptions,
  form: OperatorForm,
  made: Surroundings,
): ColdSyncResult {
  const ratios = pairs.map(({ operator, bareLoop }) => bareLoop.seconds / operator.seconds);
  const operators = pairs.map(({ operator }) => operator);
  const last = operators.at(-1);
  return {
    benchmark: 'cold-sync',
    surroundings: made,
    settings: {
      resources,
      keysPerTarget: KEYS_PER_SOURCE,
      identities: 1,
      sources: SOURCES,
      concurrency,
      rounds: pairs.length,
      form,
    },
    ratios: ratios.map((ratio) => rounded(ratio, 2)),
    ratio: rounded(median(ratios), 2),
    operator: {
      ...summary(operators, resources),
      startSeconds: rounded(median(operators.map(({ startSeconds }) => startSeconds)), 2),
    },
    bareLoop: summary(
      pairs.map(({ bareLoop }) => bareLoop),
      resources,
    ),
    calls: last?.calls ?? {},
    infisicalCalls: last?.infisicalCalls ?? {},
    passes: last?.passes ?? 0,
  };
}

function summary(rounds: readonly Measurement[], resources: number): Summary {
  const of = (field: keyof Measurement): number => median(rounds.map((round) => round[field]));
  const seconds = of('seconds');
  return {
    rate: rounded(resources / seconds, 0),
    seconds: rounded(seconds, 2),
    cpuSeconds: rounded(of('cpuSeconds'), 2),
    serverCpuSeconds: rounded(of('serverCpuSeconds'), 2),
    peakMiB: rounded(of('peakMiB'), 0),
  };
}
