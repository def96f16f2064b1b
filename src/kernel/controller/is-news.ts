import { isDeepStrictEqual } from 'node:util';
import type { ResourceMetadata } from '../contracts/index.ts';

/** Whether a change of a resource is one to act on. A change of status alone is not: it is our own. */
export function isNews(previous: ResourceMetadata, next: ResourceMetadata): boolean {
  return (
    previous.uid !== next.uid ||
    previous.generation !== next.generation ||
    previous.deleting !== next.deleting ||
    !isDeepStrictEqual(previous.labels, next.labels) ||
    !isDeepStrictEqual(previous.annotations, next.annotations)
  );
}
