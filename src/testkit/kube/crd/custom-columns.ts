import { ageColumn, nameColumn, since } from '../kinds/index.ts';
import type { Column } from '../kinds/index.ts';
import type { Json } from '../json/index.ts';
import type { DefinitionVersion } from './definition.ts';
import { compileJsonPath } from './json-path.ts';

type PrinterColumn = NonNullable<DefinitionVersion['additionalPrinterColumns']>[number];

/** The Table columns of a custom resource: its name, then the definition's own, or its age when there are none. */
export function customColumns(columns: readonly PrinterColumn[] | undefined): Column[] {
  if (columns === undefined || columns.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...columns.map(customColumn)];
}

function customColumn(column: PrinterColumn): Column {
  const find = compileJsonPath(column.jsonPath);
  return {
    name: column.name,
    type: column.type,
    priority: column.priority ?? 0,
    ...(column.format === undefined ? {} : { format: column.format }),
    description: column.description ?? `Custom resource definition column (in JSONPath format): ${column.jsonPath}`,
    cell: (object, now) => {
      const [first] = find(object);
      return first === undefined || first === null ? null : cell(column.type, first, now);
    },
  };
}

function cell(type: PrinterColumn['type'], value: Json, now: Date): string | number | boolean | null {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? since(value, now) : null;
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
