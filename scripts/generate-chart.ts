import { mkdir, writeFile } from 'node:fs/promises';
import { Document, isMap, isScalar, stringify, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { BUILT_IN_PLUGINS, composeCrds } from '../src/app/index.ts';
import { neededRights, type NeededRight, type RightScope } from '../src/app/rights.ts';
import { renderAdmission } from './chart/admission.ts';
import { referencePlaces } from './chart/references.ts';
import { ChartValues } from './chart/values.ts';
import { loadedWith, switchOf } from './chart/switches.ts';

const CHART = 'charts/secrets-operator';
const HEAD = '# Generated from scripts/chart/values.ts; change that and run "npm run generate".';

/** A schema as JSON Schema has it, as far as it is read here. */
const Described = z.looseObject({
  description: z.string().optional(),
  default: z.unknown().optional(),
  get properties() {
    return z.record(z.string(), Described).optional();
  },
});
type Described = z.infer<typeof Described>;

/** Path below the root of the project, and content, of each generated file of the chart. */
export function renderChart(): ReadonlyMap<string, string> {
  const schema = z.toJSONSchema(ChartValues, { io: 'input', target: 'draft-7' });
  const described = Described.parse(schema);
  return new Map([
    [`${CHART}/values.schema.json`, `${JSON.stringify(schema, undefined, 2)}\n`],
    [`${CHART}/values.yaml`, renderValues(described)],
    [`${CHART}/README.md`, renderReadme(described)],
    [`${CHART}/templates/_rights.tpl`, renderRights()],
    ['docs/reference/rights.md', renderRightsPage()],
    ...composeCrds()
      .filter((crd) => referencePlaces(crd).length > 0)
      .map((crd): [string, string] => [
        `${CHART}/files/admission/${crd.spec.names.plural}.yaml`,
        `# Generated from the definition; change that and run "npm run generate".\n${renderAdmission(crd)}`,
      ]),
  ]);
}

/** Writes the files of `renderChart`. The same values and plugins give the same bytes. */
export async function generateChart(): Promise<void> {
  for (const [path, content] of renderChart()) {
    const file = new URL(`../${path}`, import.meta.url);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, content);
  }
}

function renderValues(described: Described): string {
  const document = new Document(ChartValues.parse({}));
  if (isMap(document.contents)) annotate(document.contents, described);
  return `${HEAD}\n\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`;
}

/** Puts the description of each value above it. */
function annotate(map: YAMLMap, { properties = {} }: Described): void {
  for (const pair of map.items) {
    const key = pair.key;
    if (!isScalar(key)) continue;
    const schema = properties[String(key.value)];
    if (schema === undefined) continue;
    if (schema.description !== undefined) key.commentBefore = ` ${schema.description}`;
    if (isMap(pair.value)) annotate(pair.value, schema);
  }
}

function renderReadme(described: Described): string {
  return `# Chart of the Infisical operator

<!-- Generated from scripts/chart/values.ts; change that and run "npm run generate". -->

How to install it, and what to do next: [docs/guide/install.md](../../docs/guide/install.md).

| Value | Default | Meaning |
| --- | --- | --- |
${valueRows(described, [])
  .map(([name, value, meaning]) => `| \`${name}\` | ${value} | ${meaning} |`)
  .join('\n')}
`;
}

function valueRows({ properties = {} }: Described, path: readonly string[]): [string, string, string][] {
  return Object.entries(properties).flatMap(([name, schema]): [string, string, string][] => {
    const own = [...path, name];
    if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) return valueRows(schema, own);
    const value = stringify(schema.default, { collectionStyle: 'flow', lineWidth: 0 }).trim();
    return [[own.join('.'), value === '""' ? '' : `\`${value}\``, (schema.description ?? '').replaceAll('|', '\\|')]];
  });
}

/** Named templates: the rules of each scope, and the ids of the plugins that are off. */
function renderRights(): string {
  const rights = neededRights(BUILT_IN_PLUGINS);
  const switches = new Map(BUILT_IN_PLUGINS.map((plugin) => [plugin.id, switchOf(plugin)]));
  const scopes: readonly RightScope[] = ['watched', 'cluster', 'config', 'lease'];
  const rules = scopes.map((scope) => {
    const inScope = rights.filter((right) => right.scope === scope);
    const blocks = [undefined, ...switches.keys()].flatMap((plugin) => {
      const own = inScope.filter((right) => right.plugin === plugin);
      if (own.length === 0) return [];
      const yaml = own.map(conditionalRule).join('\n');
      return plugin === undefined
        ? [yaml]
        : [`{{- if ${switches.get(plugin) ?? 'true'} }}\n# ${plugin}\n${yaml}\n{{- end }}`];
    });
    return `{{- define "infisical-operator.rules.${scope}" -}}\n${blocks.join('\n')}\n{{- end }}`;
  });
  const disabled = BUILT_IN_PLUGINS.map(
    (plugin) => `{{- if not (${loadedWith(plugin)}) }}{{ $off = append $off "${plugin.id}" }}{{ end }}`,
  );
  return `{{/* Generated from the manifests of the plugins; change those and run "npm run generate". */}}
${rules.join('\n\n')}

{{- define "infisical-operator.disabledPlugins" -}}
{{- $off := list }}
${disabled.join('\n')}
{{- join "," $off }}
{{- end }}
`;
}

function renderRightsPage(): string {
  const where: Record<RightScope, string> = {
    watched: 'every namespace that it works in',
    cluster: 'the cluster; not granted with `scopedRBAC`',
    config: 'the namespace of `infisical-config`',
    lease: 'the namespace of the Lease',
  };
  const rows = neededRights(BUILT_IN_PLUGINS).map(
    ({ group, resource, verbs, names, plugin, scope, crossNamespace, reach }) => {
      const object = `\`${group === '' ? resource : `${resource}.${group}`}\`${names === undefined ? '' : ` named ${names.join(', ')}`}`;
      const reason = plugin ?? (crossNamespace && `--cross-namespace ${crossNamespace}`);
      const place = reach === undefined ? where[scope] : REACH[reach].where;
      return `| ${reason === undefined ? 'always' : `\`${reason}\``} | ${object} | ${verbs.join(', ')} | ${place} |`;
    },
  );
  return `# Rights that the operator needs

<!-- Generated from the manifests of the plugins; change those and run "npm run generate". -->

The chart grants these, and of a plugin that is switched off none. The end-to-end tests on a real API server run with them and with
nothing else.

| For | Resource | Verbs | Where |
| --- | --- | --- | --- |
${rows.join('\n')}

Who names objects of other namespaces in a resource needs the rights there, too. A CA bundle that \`infisical-config\` names is read from its
Secret: get, list and watch.
`;
}

/** Conditions of a template for each reach, and what the page says of it. */
const REACH: Readonly<
  Record<NonNullable<NeededRight['reach']>, { readonly condition: string; readonly where: string }>
> = {
  'whole-cluster': {
    condition: '(not (include "infisical-operator.namespaces" . | fromJsonArray))',
    where: 'the whole cluster, if it works in all of it',
  },
  'several-namespaces': {
    condition: '(or (not .Values.scopedRBAC) (gt (len (include "infisical-operator.namespaces" . | fromJsonArray)) 1))',
    where: 'every namespace that it works in, if there are several',
  },
};

function conditionalRule(right: NeededRight): string {
  const { crossNamespace, reach } = right;
  const conditions = [
    ...(crossNamespace === undefined ? [] : [`(eq .Values.crossNamespace "${crossNamespace}")`]),
    ...(reach === undefined ? [] : [REACH[reach].condition]),
  ];
  return conditions.length === 0 ? rule(right) : `{{- if and ${conditions.join(' ')} }}\n${rule(right)}\n{{- end }}`;
}

function rule({ group, resource, verbs, names }: NeededRight): string {
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  const only = names === undefined ? '' : `\n  resourceNames: ${list(names)}`;
  return `- apiGroups: ${list([group])}\n  resources: ${list([resource])}${only}\n  verbs: ${list(verbs)}`;
}
