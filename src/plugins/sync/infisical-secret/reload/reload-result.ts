import type { OperatorError } from '#kernel';
import type { BehindRecord } from './plan-reload.ts';

/** How the workloads that use the targets of one resource stand after a pass. */
export interface ReloadResult {
  /** Hash of the data that all who asked run with, but for those of `behind`; by `formatReference` of the target. */
  readonly settledFor: ReadonlyMap<string, string>;
  readonly behind: readonly BehindRecord[];
  /** Workloads that asked. */
  readonly asked: number;
  /** Workloads that wait for the end of their debounce time, as text; sorted. */
  readonly waiting: readonly string[];
  /** Milliseconds until the first of those is due. */
  readonly nextDueMs: number | undefined;
  /** Workloads that could not be restarted, as text, with why; sorted. */
  readonly failed: readonly { readonly workload: string; readonly error: OperatorError }[];
  /** Workloads whose mark another controller took away, as text; sorted. They are not restarted for that. */
  readonly stripped: readonly string[];
}
