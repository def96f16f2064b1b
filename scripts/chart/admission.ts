import { stringify } from 'yaml';
import type { CustomResourceDefinition } from '../../src/crd/index.ts';
import { referencePlaces, type Deed, type ReferencePlace } from './references.ts';

/** The right that somebody needs to let the operator do something. */
interface Demand {
  /** Begins the names of its variables. */
  readonly variable: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verb: string;
  /** Begins the message; the objects follow. */
  readonly says: string;
}

const DEMANDS: Readonly<Record<Deed, Demand>> = {
  'read-secret': {
    variable: 'readSecrets',
    resource: 'secrets',
    verb: 'get',
    says: 'you must be allowed to get all Secrets that the resource reads: ',
  },
  'write-secret': {
    variable: 'writtenSecrets',
    resource: 'secrets',
    verb: 'update',
    says: 'you must be allowed to update all Secrets that the resource writes: ',
  },
  'write-config-map': {
    variable: 'writtenConfigMaps',
    resource: 'configmaps',
    verb: 'update',
    says: 'you must be allowed to update all ConfigMaps that the resource writes: ',
  },
  'use-service-account': {
    variable: 'usedServiceAccounts',
    resource: 'serviceaccounts',
    subresource: 'token',
    verb: 'create',
    says: 'you must be allowed to create tokens (serviceaccounts/token) of all ServiceAccounts that the resource uses: ',
  },
};

/**
 * Variables and validations of a ValidatingAdmissionPolicy on a custom resource: whoever writes it must himself be allowed what it has the operator do. As YAML,
 * below `spec` of the policy.
 */
export function renderAdmission(definition: CustomResourceDefinition): string {
  const places = referencePlaces(definition);
  const demands = Object.entries(DEMANDS)
    .map(([deed, demand]) => ({ demand, places: places.filter((place) => place.deed === deed) }))
    .filter((each) => each.places.length > 0);
  return stringify(
    {
      variables: demands.flatMap(({ demand, places: own }) => variablesOf(demand, own)),
      validations: demands.flatMap(({ demand, places: own }) => validationsOf(demand, own)),
    },
    { lineWidth: 0 },
  );
}

function variablesOf(demand: Demand, places: readonly ReferencePlace[]): object[] {
  const { variable } = demand;
  const single = places
    .filter(({ isList }) => !isList)
    .map((place) => `?${optionalOf(place)}.optMap(r, ${nameOf(place)})`);
  const lists = places
    .filter(({ isList }) => isList)
    .map((place) => `${optionalOf(place)}.orValue([]).map(r, ${nameOf(place)})`);
  const all = [...(single.length === 0 ? [] : [`[${single.join(', ')}]`]), ...lists].join(' + ');
  return [
    // An empty name stands for none, as in stubs of methods that are not used.
    { name: variable, expression: `(${all}).filter(n, !n.endsWith('/'))` },
    // Asked first, as each question costs, and a resource may name hundreds.
    { name: `${variable}AllowedEverywhere`, expression: question(demand, '') },
    { name: `${variable}AllowedHere`, expression: question(demand, '.namespace(request.namespace)') },
    {
      name: `${variable}Open`,
      expression: `variables.${variable}.filter(n, !variables.${variable}AllowedEverywhere && !(n.startsWith(request.namespace + '/') && variables.${variable}AllowedHere))`,
    },
  ];
}

/** So many objects can be asked for one by one; all questions of one request together have a limit, too. */
const MOST_ASKED = 20;
/** The API server stops an expression that asks more often. */
const ASKED_AT_ONCE = 2;

function validationsOf(demand: Demand, places: readonly ReferencePlace[]): object[] {
  const { variable, says } = demand;
  const open = `variables.${variable}Open`;
  // A message may not ask the authorizer, so it cannot tell which of them is the one.
  const messageExpression = `'${says}' + variables.${variable}.join(', ')`;
  const most = places.some(({ isList }) => isList) ? MOST_ASKED : places.length;
  const asked = Array.from({ length: Math.ceil(most / ASKED_AT_ONCE) }, (_, step) => {
    const first = step * ASKED_AT_ONCE;
    const each = Array.from({ length: Math.min(ASKED_AT_ONCE, most - first) }, (__, index) => {
      const name = `${open}[${first + index}].split('/')`;
      return `(${open}.size() <= ${first + index} || ${question(demand, `.namespace(${name}[0]).name(${name}[1])`)})`;
    });
    return { expression: each.join(' && '), messageExpression, reason: 'Forbidden' };
  });
  if (most < MOST_ASKED) return asked;
  const tooMany = `more than ${MOST_ASKED} objects cannot be asked for one by one: it takes the right in the whole namespace, or in all; `;
  return [
    ...asked,
    {
      expression: `${open}.size() <= ${most}`,
      messageExpression: `'${tooMany}' + ${messageExpression}`,
      reason: 'Forbidden',
    },
  ];
}

/** Whether whoever sends the request has the right on these objects. */
function question({ resource, subresource, verb }: Demand, of: string): string {
  const path = `resource('${resource}')${subresource === undefined ? '' : `.subresource('${subresource}')`}`;
  return `authorizer.group('').${path}${of}.check('${verb}').allowed()`;
}

/** The place as an optional of CEL. */
function optionalOf({ path }: ReferencePlace): string {
  return ['object.spec', ...path].join('.?');
}

/** `namespace/name` of the reference `r`; the namespace of the resource where it names none. */
function nameOf({ name, namespace }: ReferencePlace): string {
  const given = `r.?${namespace}.orValue('')`;
  return `(${given} == '' ? request.namespace : ${given}) + '/' + r.?${name}.orValue('')`;
}
