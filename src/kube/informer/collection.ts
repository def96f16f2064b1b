import type { ResourceType } from '#kernel';
import { MEDIA } from '../client/index.ts';

/** What one reflector keeps up with. */
export interface Collection {
  readonly type: ResourceType;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  /** `metadata`: objects come without spec, data and status. */
  readonly view: 'whole' | 'metadata';
}

/** All namespaces, or these. */
export type Scope = 'cluster' | readonly string[];

/** One collection for all namespaces, or one for each; each namespace once. */
export function collectionsOf(type: ResourceType, scope: Scope, view: Collection['view']): readonly Collection[] {
  if (scope === 'cluster') return [{ type, namespace: undefined, view }];
  return [...new Set(scope)].map((namespace) => ({ type, namespace, view }));
}

/** The `Accept` header of lists and of watches. */
export function acceptOf({ view }: Collection, verb: 'list' | 'watch'): string {
  if (view === 'whole') return MEDIA.json;
  return verb === 'list' ? MEDIA.metadataList : MEDIA.metadata;
}
