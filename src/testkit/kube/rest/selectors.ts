import { badRequest } from '../errors/index.ts';
import type { KubeObject } from '../json/index.ts';
import type { ResourceKind } from '../kinds/index.ts';

/** Whether an object is selected. */
export type Selector = (object: KubeObject) => boolean;

const everything: Selector = () => true;

/**
 * Reads `labelSelector` and `fieldSelector`.
 * @throws ApiError 400 for syntax, or for a field that the kind cannot select by.
 */
export function readSelectors(kind: ResourceKind, query: URLSearchParams): Selector {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(kind, query.get('fieldSelector') ?? '');
  return (object) => labels(object) && fields(object);
}

const SET = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^)]*)\)$/;
const EQUALITY = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/;
const EXISTS = /^(!?)\s*([^\s!=,()]+)$/;

function labelSelector(text: string): Selector {
  if (text.trim() === '') return everything;
  // Commas inside of parentheses separate values, not requirements.
  const requirements = text.split(/,(?![^(]*\))/).map((each) => requirement(each.trim()));
  return (object) => requirements.every((holds) => holds(object.metadata.labels ?? {}));
}

type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

function requirement(text: string): Requirement {
  const set = SET.exec(text);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    if (operator === 'in') return (labels) => labels[key] !== undefined && values.includes(labels[key]);
    return (labels) => labels[key] === undefined || !values.includes(labels[key]);
  }
  const equality = EQUALITY.exec(text);
  if (equality !== null) {
    const [, key = '', operator, value = ''] = equality;
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const exists = EXISTS.exec(text);
  if (exists === null) throw badRequest(`unable to parse requirement: ${JSON.stringify(text)}`);
  const [, not, key = ''] = exists;
  return (labels) => (labels[key] !== undefined) === (not === '');
}

function fieldSelector(kind: ResourceKind, text: string): Selector {
  if (text.trim() === '') return everything;
  const tests = text.split(',').map((each) => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(each.trim());
    if (match === null) throw badRequest(`invalid field selector: ${JSON.stringify(each)}`);
    const [, field = '', operator, value] = match;
    if (!isSelectable(kind, field)) throw badRequest(`field label not supported: ${field}`);
    return { field, value, wanted: operator !== '!=' };
  });
  return (object) => {
    const fields: Readonly<Record<string, string>> = {
      'metadata.name': object.metadata.name ?? '',
      'metadata.namespace': object.metadata.namespace ?? '',
      ...kind.selectable(object),
    };
    return tests.every(({ field, value, wanted }) => (fields[field] === value) === wanted);
  };
}

function isSelectable(kind: ResourceKind, field: string): boolean {
  const own = ['metadata.name', ...(kind.namespaced ? ['metadata.namespace'] : [])];
  return own.includes(field) || kind.selectableFields.includes(field);
}
