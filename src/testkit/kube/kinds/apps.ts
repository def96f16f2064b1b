import { FieldError } from '../errors/index.ts';
import { SCALAR, struct, UNTYPED, type MergeType } from '../fields/index.ts';
import { at, isObject, listOf, objectOf, sameJson, type JsonObject, type KubeObject } from '../json/index.ts';
import { builtin } from './builtin.ts';
import { ageColumn, column, nameColumn, numberAt } from './columns.ts';
import { containerColumns, equalities } from './container-columns.ts';
import { LABEL_SELECTOR, POD_TEMPLATE, STATUS_WITH_CONDITIONS } from './core-types.ts';
import type { ResourceKind } from './resource-kind.ts';
import { daemonSetDefaults, deploymentDefaults, replicaSetDefaults, statefulSetDefaults } from './workload-defaults.ts';

const specFields = (more: Readonly<Record<string, MergeType>>): MergeType =>
  struct({ replicas: SCALAR, selector: LABEL_SELECTOR, template: POD_TEMPLATE, ...more }, UNTYPED);

const emptyTemplate: JsonObject = { metadata: {}, spec: { containers: null } };

/** The rules without which a workload makes no sense: a selector that matches the template, and containers. */
function validateWorkload(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const selector = at(object, 'spec', 'selector');
  if (!isObject(selector)) errors.push(FieldError.required('spec.selector', ''));
  const labels = objectOf(at(object, 'spec', 'template', 'metadata', 'labels'));
  for (const [key, value] of Object.entries(objectOf(at(selector, 'matchLabels')))) {
    if (labels[key] === value) continue;
    const why = '`selector` does not match template `labels`';
    errors.push(FieldError.invalid('spec.template.metadata.labels', labels, why));
    break;
  }
  if (listOf(at(object, 'spec', 'template', 'spec', 'containers')).length === 0) {
    errors.push(FieldError.required('spec.template.spec.containers', ''));
  }
  if (old !== undefined && !sameJson(selector, at(old, 'spec', 'selector'))) {
    errors.push(FieldError.invalid('spec.selector', selector, 'field is immutable'));
  }
  return errors;
}

const workload = (
  spec: Pick<Parameters<typeof builtin>[0], 'kind' | 'plural' | 'shortNames' | 'columns' | 'defaults' | 'empty'> & {
    readonly more?: Readonly<Record<string, MergeType>>;
  },
): ResourceKind =>
  builtin({
    ...spec,
    group: 'apps',
    categories: ['all'],
    subresources: ['status'],
    generation: true,
    fields: { spec: specFields(spec.more ?? {}), status: STATUS_WITH_CONDITIONS },
    validate: validateWorkload,
  });

const podColumns = containerColumns(['spec', 'template']);

const count = (name: string, ...path: readonly string[]): ReturnType<typeof column> =>
  column(name, (object) => numberAt(object, ...path), 'integer');

const readyOf = column('Ready', (object) => {
  return `${numberAt(object, 'status', 'readyReplicas')}/${numberAt(object, 'spec', 'replicas')}`;
});

/** Deployments, StatefulSets, DaemonSets and ReplicaSets, stored as written: no controller acts on them. */
export const APPS: readonly ResourceKind[] = [
  workload({
    kind: 'Deployment',
    plural: 'deployments',
    shortNames: ['deploy'],
    empty: { spec: { selector: null, template: emptyTemplate, strategy: {} }, status: {} },
    more: { strategy: struct({ type: SCALAR, rollingUpdate: struct({ maxSurge: SCALAR, maxUnavailable: SCALAR }) }) },
    defaults: deploymentDefaults,
    columns: [
      nameColumn,
      readyOf,
      column('Up-to-date', (object) => numberAt(object, 'status', 'updatedReplicas')),
      column('Available', (object) => numberAt(object, 'status', 'availableReplicas')),
      ageColumn,
      ...podColumns,
    ],
  }),
  workload({
    kind: 'StatefulSet',
    plural: 'statefulsets',
    shortNames: ['sts'],
    empty: {
      spec: { selector: null, template: emptyTemplate, serviceName: '', updateStrategy: {} },
      status: { replicas: 0 },
    },
    defaults: statefulSetDefaults,
    columns: [nameColumn, readyOf, ageColumn, ...podColumns.slice(0, 2)],
  }),
  workload({
    kind: 'DaemonSet',
    plural: 'daemonsets',
    shortNames: ['ds'],
    empty: {
      spec: { selector: null, template: emptyTemplate, updateStrategy: {} },
      status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
    },
    defaults: daemonSetDefaults,
    columns: [
      nameColumn,
      count('Desired', 'status', 'desiredNumberScheduled'),
      count('Current', 'status', 'currentNumberScheduled'),
      count('Ready', 'status', 'numberReady'),
      count('Up-to-date', 'status', 'updatedNumberScheduled'),
      count('Available', 'status', 'numberAvailable'),
      column('Node Selector', (object) => equalities(at(object, 'spec', 'template', 'spec', 'nodeSelector'))),
      ageColumn,
      ...podColumns,
    ],
  }),
  workload({
    kind: 'ReplicaSet',
    plural: 'replicasets',
    shortNames: ['rs'],
    empty: { spec: { selector: null, template: emptyTemplate }, status: { replicas: 0 } },
    defaults: replicaSetDefaults,
    columns: [
      nameColumn,
      count('Desired', 'spec', 'replicas'),
      count('Current', 'status', 'replicas'),
      count('Ready', 'status', 'readyReplicas'),
      ageColumn,
      ...podColumns,
    ],
  }),
];
