import { REASONS, type ReasonEntry } from '#kernel';
import { limits, messages, typeName, type CustomResourceDefinition, type StructuralSchema } from '../../crd/index.ts';
import { composeCrds } from '../custom-resources.ts';
import { closest } from './closest.ts';

/** A text about a topic, or what is wrong with the topic. */
export type Explanation = { readonly text: string } | { readonly unknown: string };

/**
 * What a reason of a condition means and what to do about it, or what a field is for. Fields are named from their kind (`InfisicalSecret.spec.tls`,
 * also by a short name) or from `spec`, lists with or without `[]`; case does not count.
 */
export function explain(topic: string): Explanation {
  const steps = topic.replaceAll('[]', '').split('.');
  const crds = composeCrds();
  const crd =
    crds.find((candidate) => namesOf(candidate).some((name) => isSame(name, steps[0]))) ?? kindOfSpec(steps, crds);
  if (crd !== undefined) {
    const [first = ''] = steps;
    return explainField(crd, namesOf(crd).some((name) => isSame(name, first)) ? steps.slice(1) : steps);
  }
  const entries = Object.entries<ReasonEntry>(REASONS);
  const [reason, entry] = entries.find(([name]) => isSame(name, topic)) ?? [];
  if (reason !== undefined && entry !== undefined) {
    return { text: `${reason}\n\n${entry.summary}\n\nWhat to do: ${entry.remedy}\n` };
  }
  const known = [...crds.flatMap(namesOf), ...Object.keys(REASONS)];
  return { unknown: notKnown(`neither a kind nor a reason is called ${topic}`, topic, known) };
}

/** The first kind, for paths that begin with one of its fields. */
function kindOfSpec(
  [first]: readonly string[],
  crds: readonly CustomResourceDefinition[],
): CustomResourceDefinition | undefined {
  return ['spec', 'status'].some((name) => isSame(name, first)) ? crds[0] : undefined;
}

function explainField(crd: CustomResourceDefinition, steps: readonly string[]): Explanation {
  let at = crd.spec.names.kind;
  let schema: StructuralSchema = crd.spec.versions[0].schema.openAPIV3Schema;
  for (const step of steps) {
    const fields = fieldsOf(schema);
    const name = Object.keys(fields).find((field) => isSame(field, step));
    const next = name === undefined ? undefined : fields[name];
    if (next === undefined) return { unknown: notKnown(`${at} has no field ${step}`, step, Object.keys(fields)) };
    at = `${at}.${name ?? step}`;
    schema = next;
  }
  const facts = [...limits(schema), ...messages(schema)];
  const below = Object.entries(fieldsOf(schema)).sort(([a], [b]) => (a < b ? -1 : 1));
  const blocks = [
    `${at} (${typeName(schema)})`,
    schema.description ?? '',
    ...(facts.length === 0 ? [] : [['Rules:', ...facts.map((fact) => `  ${fact}`)].join('\n')]),
    ...(below.length === 0 ? [] : [['Fields:', ...below.map(([name, field]) => line(name, field, schema))].join('\n')]),
  ];
  return { text: `${blocks.filter((block) => block !== '').join('\n\n')}\n` };
}

function line(name: string, field: StructuralSchema, { required = [] }: StructuralSchema): string {
  const type = `${typeName(field)}${required.includes(name) ? ', required' : ''}`;
  return `  ${name} (${type})${field.description === undefined ? '' : `: ${field.description}`}`;
}

/** The fields of an object, or of the entries of a list. */
function fieldsOf({ properties, items }: StructuralSchema): Readonly<Record<string, StructuralSchema>> {
  return properties ?? items?.properties ?? {};
}

function namesOf({ spec: { names } }: CustomResourceDefinition): readonly string[] {
  return [names.kind, names.plural, ...names.shortNames];
}

function isSame(name: string, given: string | undefined): boolean {
  return name.toLowerCase() === given?.toLowerCase();
}

function notKnown(problem: string, given: string, candidates: readonly string[]): string {
  const meant = closest(given, candidates);
  return meant === undefined ? problem : `${problem}; ${meant} was perhaps meant`;
}
