import type { CustomResourceDefinition } from './compose-crd.ts';
import { limits, messages, typeName } from './field-facts.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** The reference page of a resource in Markdown: what kubectl needs to know of it, and a row for every field. */
export function renderReference(crd: CustomResourceDefinition): string {
  const { group, names, versions } = crd.spec;
  const [version] = versions;
  const { description = '', properties = {} } = version.schema.openAPIV3Schema;
  const columns = version.additionalPrinterColumns.map(
    ({ name, priority, description: meaning }) =>
      `| ${name.toUpperCase()} | ${priority === 1 ? 'wide' : 'always'} | ${meaning} |`,
  );
  return [
    '<!-- Generated from the schemas in src/plugins by `npm run generate`. Do not edit. -->',
    `# ${names.kind}`,
    description,
    [
      `- API version: \`${group}/${version.name}\``,
      `- For kubectl: ${[names.plural, names.singular, ...names.shortNames].map(code).join(', ')}; category ${names.categories.map(code).join(', ')}`,
    ].join('\n'),
    '## Columns of kubectl get',
    ['| column | shown | meaning |', '| --- | --- | --- |', ...columns].join('\n'),
    ...['spec', 'status'].flatMap((name) => {
      const section = properties[name];
      return section === undefined
        ? []
        : [`## ${name}`, section.description ?? '', ...rulesOf(section), fieldTable(name, section)];
    }),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
    .concat('\n');
}

/** Rules about a section as a whole, which have no row. */
function rulesOf(section: StructuralSchema): readonly string[] {
  const rules = messages(section);
  return rules.length === 0 ? [] : [rules.map((message) => `- ${message}`).join('\n')];
}

function fieldTable(path: string, section: StructuralSchema): string {
  return [
    '| field | type | required | meaning | rules |',
    '| --- | --- | --- | --- | --- |',
    ...rows(path, section),
  ].join('\n');
}

/** One row for each field below, in the order of names, each object right before its own fields. */
function rows(path: string, schema: StructuralSchema): readonly string[] {
  const names = Object.keys(schema.properties ?? {}).sort();
  return names.flatMap((name) => {
    const field = schema.properties?.[name];
    if (field === undefined) return [];
    const at = `${path}.${name}`;
    const cells = [
      code(at),
      typeName(field),
      schema.required?.includes(name) === true ? 'yes' : '',
      field.description ?? '',
      [...limits(field), ...messages(field)].join('; '),
    ];
    const below = field.items === undefined ? rows(at, field) : rows(`${at}[]`, field.items);
    return [`| ${cells.map(escapeCell).join(' | ')} |`, ...below];
  });
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A pipe ends a cell, also within code. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
