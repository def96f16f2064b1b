import type { ObjectKey, ResourceType } from '#kernel';
import { MEDIA } from '../client/index.ts';

/** What one reflector keeps up with. */
export interface Collection {
  readonly type: ResourceType;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  /** Just the object of this name; undefined: all. */
  readonly name?: string | undefined;
  /** Just those that it selects, by fields that the API server selects by. */
  readonly fieldSelector?: string;
  /** `metadata`: objects come without spec, data and status. */
  readonly view: 'whole' | 'metadata';
  /** It may be that the API server does not serve it, or does not allow it: then nothing waits for it. Default false. */
  readonly optional?: boolean;
}

/** All namespaces, these, or one object alone. */
export type Scope = 'cluster' | readonly string[] | ObjectKey;

/** One collection for all namespaces or for one object, or one for each namespace; each namespace once. */
export function collectionsOf(type: ResourceType, scope: Scope, view: Collection['view']): readonly Collection[] {
  if (scope === 'cluster') return [{ type, namespace: undefined, view }];
  if (!isList(scope)) return [{ type, view, namespace: scope.namespace, name: scope.name }];
  return [...new Set(scope)].map((namespace) => ({ type, namespace, view }));
}

/** The part of a query that selects the objects of a collection that is not about all. */
export function selectionOf({ name, fieldSelector }: Collection): Readonly<Record<string, string>> {
  if (name !== undefined) return { fieldSelector: `metadata.name=${name}` };
  return fieldSelector === undefined ? {} : { fieldSelector };
}

/** The `Accept` header of lists and of watches. */
export function acceptOf({ view }: Collection, verb: 'list' | 'watch'): string {
  if (view === 'whole') return MEDIA.json;
  return verb === 'list' ? MEDIA.metadataList : MEDIA.metadata;
}

function isList(scope: Exclude<Scope, 'cluster'>): scope is readonly string[] {
  return Array.isArray(scope);
}
