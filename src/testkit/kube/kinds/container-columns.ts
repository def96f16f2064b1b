import { at, listOf, objectOf, stringOf, type Json } from '../json/index.ts';
import { wide } from './columns.ts';
import type { Column } from './resource-kind.ts';

/** A LabelSelector of equalities as kubectl prints it. */
export function equalities(labels: Json | undefined): string {
  const pairs = Object.entries(objectOf(labels)).map(([key, value]) => `${key}=${stringOf(value) ?? ''}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

/** The columns of a kind with a pod template at `path`. */
export function containerColumns(path: readonly string[]): readonly Column[] {
  const joined = (object: Json, field: string): string =>
    listOf(at(object, ...path, 'spec', 'containers'))
      .map((each) => stringOf(at(each, field)) ?? '')
      .join(',');
  return [
    wide('Containers', (object) => joined(object, 'name')),
    wide('Images', (object) => joined(object, 'image')),
    wide('Selector', (object) => equalities(at(object, 'spec', 'selector', 'matchLabels'))),
  ];
}
