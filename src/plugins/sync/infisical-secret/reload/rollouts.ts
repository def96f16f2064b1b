import {
  RELOADER,
  asOperatorError,
  formatReference,
  type Clock,
  type ExtensionRegistry,
  type OperatorError,
  type Workload,
  type Workloads,
} from '#kernel';
import { debounceMs } from './debounce.ts';
import type { StaleWorkload } from './plan-reload.ts';

/** Restarts that one pass makes at a time. */
const AT_A_TIME = 8;
/** When to look again whether another pass has restarted a workload that this one wanted restarted, too. */
const LOOK_AGAIN_MS = 1_000;
/** A wish that nobody came back for is forgotten this long after it was due: its resource is gone. */
const FORGOTTEN_AFTER_MS = 600_000;
/** Workloads whose restarts are remembered; beyond that the oldest are forgotten. */
const MOST_REMEMBERED = 10_000;

/** What came of one stale workload. */
export type Restart = { readonly stale: StaleWorkload } &
  /** `gone`: there is nothing to restart any more. */
  (
    | { readonly kind: 'restarted' | 'gone' }
    /** It waits for more changes, so long still. */
    | { readonly kind: 'waiting'; readonly forMs: number }
    | { readonly kind: 'failed'; readonly error: OperatorError }
  );

interface Wish {
  readonly dueMs: number;
  readonly wanted: Record<string, string>;
  running: boolean;
}

/**
 * Restarts workloads, once for all changes that come within the debounce time of each, whichever resources they come from. Shared by all resources: the first
 * pass that finds a workload due restarts it for everything that was asked of it, and the others find that done. Forgets everything at a
 * restart of the operator, when the status of the resources still has what was not done.
 */
export class Rollouts {
  private readonly wishes = new Map<string, Wish>();
  /** What this process has restarted each workload for: tells a mark that was taken away from one that never was. */
  private readonly done = new Map<string, Workload['restartedFor']>();

  constructor(
    private readonly extensions: ExtensionRegistry,
    private readonly workloads: Workloads,
    private readonly clock: Clock,
  ) {}

  /** Restarts those that are due. One that fails does not keep the others from it. Rejects only when aborted. */
  async bring(stale: readonly StaleWorkload[], signal: AbortSignal): Promise<readonly Restart[]> {
    this.forgetOld();
    const results: Restart[] = [];
    const queue = stale.values();
    const worker = async (): Promise<void> => {
      // One iterator for all workers: each takes the next.
      for (const next of queue) results.push(await this.bringOne(next, signal));
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
    return results;
  }

  /** Whether the mark of a restart that this process made was taken away by somebody. */
  isStripped(workload: Workload): boolean {
    const done = Object.entries(this.done.get(workload.uid) ?? {});
    return done.some(([target]) => isUsed(workload, target) && !(target in workload.restartedFor));
  }

  private async bringOne(stale: StaleWorkload, signal: AbortSignal): Promise<Restart> {
    const wish = this.wishFor(stale);
    const forMs = wish.running ? LOOK_AGAIN_MS : wish.dueMs - this.clock.monotonic();
    if (forMs > 0) return { kind: 'waiting', stale, forMs };
    // Not as the plan saw it: another pass may have restarted it since.
    const workload = this.workloads.current(stale.workload);
    wish.running = true;
    try {
      const isThere = workload !== undefined && (await this.restart(workload, wish.wanted, signal));
      this.wishes.delete(stale.workload.uid);
      return { kind: isThere ? 'restarted' : 'gone', stale };
    } catch (error) {
      // The wish stays, and is due: the next try does not wait anew.
      wish.running = false;
      signal.throwIfAborted();
      return { kind: 'failed', stale, error: asOperatorError(error) };
    }
  }

  private wishFor({ workload, wanted }: StaleWorkload): Wish {
    const dueMs = this.clock.monotonic() + debounceMs(workload.debounce);
    const wish = this.wishes.get(workload.uid) ?? { dueMs, wanted: {}, running: false };
    Object.assign(wish.wanted, wanted);
    this.wishes.set(workload.uid, wish);
    return wish;
  }

  private async restart(workload: Workload, wanted: Workload['restartedFor'], signal: AbortSignal): Promise<boolean> {
    const reloader = this.extensions.find(RELOADER, workload.kind)?.instance();
    if (reloader === undefined) throw new Error(`there is no reloader for ${workload.kind}`);
    const marks = ofUse(workload, { ...workload.restartedFor, ...wanted });
    if (Object.entries(marks).every(([target, hash]) => workload.restartedFor[target] === hash)) return true;
    const isThere = await reloader.restart(workload, marks, signal);
    this.done.delete(workload.uid);
    if (isThere) this.done.set(workload.uid, marks);
    const [oldest] = this.done.keys();
    if (this.done.size > MOST_REMEMBERED && oldest !== undefined) this.done.delete(oldest);
    return isThere;
  }

  private forgetOld(): void {
    const longAgoMs = this.clock.monotonic() - FORGOTTEN_AFTER_MS;
    for (const [uid, { dueMs, running }] of this.wishes) {
      if (dueMs < longAgoMs && !running) this.wishes.delete(uid);
    }
  }
}

/** Marks of what the workload uses today; those of what it used once would only grow. */
function ofUse(workload: Workload, marks: Workload['restartedFor']): Workload['restartedFor'] {
  return Object.fromEntries(Object.entries(marks).filter(([target]) => isUsed(workload, target)));
}

function isUsed({ uses }: Workload, target: string): boolean {
  return uses.some((use) => formatReference(use) === target);
}
