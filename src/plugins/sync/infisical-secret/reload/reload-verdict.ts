import type { ConditionVerdict } from '#kernel';
import type { ReloadResult } from './reload-result.ts';

/** Workloads that a message names; of the rest it tells how many they are. */
const MOST_NAMED = 5;

/** What `AutoRedeployReady` says of the workloads that asked. Pure. */
export function reloadVerdict({ asked, waiting, failed, stripped }: ReloadResult): ConditionVerdict {
  if (asked === 0) {
    const message = 'No workload asked to be restarted.';
    return { kind: 'set', status: 'Unknown', reason: 'NothingToReload', message };
  }
  if (failed.length > 0) {
    const causes = failed.map(({ workload, error }) => `${workload}: ${error.userMessage}`);
    const message = `${failed.length} of ${workloads(asked)} could not be restarted. ${named(causes, ' ')}`;
    return { kind: 'set', status: 'False', reason: 'Error', message };
  }
  if (waiting.length > 0) {
    const message = `${waiting.length} of ${workloads(asked)} will be restarted when the debounce time ends: ${named(waiting, ', ')}.`;
    return { kind: 'set', status: 'Unknown', reason: 'RestartPending', message };
  }
  const present = asked === 1 ? 'The workload that asked runs' : `All ${asked} workloads that asked run`;
  const loop =
    stripped.length === 0
      ? ''
      : ` Another controller took away the mark of the last restart from ${named(stripped, ', ')}; that restarts nothing.`;
  return { kind: 'set', status: 'True', reason: 'OK', message: `${present} with the present secrets.${loop}` };
}

function workloads(count: number): string {
  return count === 1 ? '1 workload' : `${count} workloads`;
}

function named(names: readonly string[], separator: string): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(separator) + (more > 0 ? `${separator}and ${more} more` : '');
}
