import type { Path, StructuralSchema } from '../../crd/index.ts';
import { isRecord } from './loose-values.ts';

/** The text of a template, and where it is. */
export interface TemplateText {
  readonly path: Path;
  readonly text: string;
}

/** Every template of an object: the texts under `data` of each field that is called `template`. */
export function templatesOf(schema: StructuralSchema, value: unknown, path: Path = []): readonly TemplateText[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((entry, index) => templatesOf(items, entry, [...path, index]));
  }
  if (!isRecord(value)) return [];
  if (path.at(-1) === 'template' && isRecord(value['data'])) {
    return Object.entries(value['data']).flatMap(([key, text]) =>
      typeof text === 'string' ? [{ path: [...path, 'data', key], text }] : [],
    );
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    templatesOf(field, value[name], [...path, name]),
  );
}
