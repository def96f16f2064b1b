import type { CustomResource, Priority } from '../contracts/index.ts';
import { parseConditions } from '../status/index.ts';
import { isNews } from './is-news.ts';

/** How urgent a change of a resource is; undefined: it needs no pass. */
export function urgencyOf(previous: CustomResource | undefined, next: CustomResource): Priority | undefined {
  if (previous !== undefined) return isNews(previous.metadata, next.metadata) ? 'edit' : undefined;
  // After a restart all are new to us; what the last operator has dealt with can wait.
  const wasDealtWith = parseConditions(conditionsIn(next.status)).some(
    ({ type, observedGeneration }) => type === 'Ready' && observedGeneration === next.metadata.generation,
  );
  return wasDealtWith && !next.metadata.deleting ? 'resync' : 'edit';
}

function conditionsIn(status: unknown): unknown {
  return typeof status === 'object' && status !== null ? Reflect.get(status, 'conditions') : undefined;
}
