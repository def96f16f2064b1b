import { FieldError } from '../errors/index.ts';
import { ATOMIC_MAP, keyedList, mapOf, SCALAR, atomicList, struct } from '../fields/index.ts';
import { at, listOf, objectOf, sameJson, stringOf, type KubeObject } from '../json/index.ts';
import { builtin } from './builtin.ts';
import { ageColumn, column, nameColumn, pathColumn, textAt, wide } from './columns.ts';
import { configKeyErrors } from './config-keys.ts';
import { POD_SPEC, STATUS_WITH_CONDITIONS } from './core-types.ts';
import { MAX_DATA_BYTES } from './secret.ts';
import { podDefaults } from './workload-defaults.ts';

function validateConfigMap(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const data = objectOf(object['data']);
  const binary = objectOf(object['binaryData']);
  const errors = [...configKeyErrors(data, 'data'), ...configKeyErrors(binary, 'binaryData')];
  for (const key of Object.keys(binary)) {
    if (Object.hasOwn(data, key))
      errors.push(FieldError.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  const bytes = (of: object, encoding: BufferEncoding): number =>
    Object.values(of).reduce<number>((sum, value: unknown) => sum + Buffer.byteLength(String(value), encoding), 0);
  // The real server reports the whole object here, with an empty path.
  if (bytes(data, 'utf8') + bytes(binary, 'base64') > MAX_DATA_BYTES)
    errors.push(FieldError.tooLong('', MAX_DATA_BYTES));
  if (old !== undefined && at(old, 'immutable') === true) {
    const immutable = 'field is immutable when `immutable` is set';
    if (object['immutable'] !== true) errors.push(FieldError.forbidden('immutable', immutable));
    for (const half of ['data', 'binaryData']) {
      if (!sameJson(object[half], old[half])) errors.push(FieldError.forbidden(half, immutable));
    }
  }
  return errors;
}

export const configMap = builtin({
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  fields: { data: mapOf(SCALAR), binaryData: mapOf(SCALAR), immutable: SCALAR },
  columns: [
    nameColumn,
    column(
      'Data',
      (object) => Object.keys(objectOf(object['data'])).length + Object.keys(objectOf(object['binaryData'])).length,
    ),
    ageColumn,
  ],
  validate: validateConfigMap,
});

export const serviceAccount = builtin({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  subresources: ['token'],
  unconditionalUpdate: false,
  returnsDeleted: true,
  fields: {
    secrets: keyedList(['name'], ATOMIC_MAP),
    imagePullSecrets: atomicList(),
    automountServiceAccountToken: SCALAR,
  },
});

export const namespace = builtin({
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  subresources: ['finalize', 'status'],
  returnsDeleted: true,
  empty: { spec: {}, status: {} },
  fields: { spec: struct({ finalizers: atomicList(SCALAR) }), status: STATUS_WITH_CONDITIONS },
  columns: [nameColumn, pathColumn('Status', 'status', 'phase'), ageColumn],
  selectable: (object) => ({ 'status.phase': textAt(object, 'status', 'phase') }),
  selectableFields: ['status.phase'],
  // The real server labels every namespace with its own name.
  defaults: (object) => {
    const { name } = object.metadata;
    if (name === undefined) return object;
    const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': name };
    return { ...object, metadata: { ...object.metadata, labels } };
  },
  prepareCreate: (object) => ({ ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
  prepareUpdate: (next, old, subresource) => (subresource === 'finalize' ? next : { ...next, spec: old['spec'] }),
});

const ready = (object: KubeObject): string => {
  const states = listOf(at(object, 'status', 'containerStatuses'));
  const up = states.filter((state) => at(state, 'ready') === true).length;
  return `${up}/${listOf(at(object, 'spec', 'containers')).length}`;
};

const restarts = (object: KubeObject): string =>
  String(
    listOf(at(object, 'status', 'containerStatuses')).reduce<number>((sum, state) => {
      const count = at(state, 'restartCount');
      return sum + (typeof count === 'number' ? count : 0);
    }, 0),
  );

export const pod = builtin({
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  subresources: ['status'],
  returnsDeleted: true,
  generation: true,
  empty: { spec: { containers: null }, status: {} },
  fields: {
    spec: POD_SPEC,
    status: struct(
      { ...STATUS_WITH_CONDITIONS.fields, hostIPs: atomicList(), podIPs: keyedList(['ip'], ATOMIC_MAP) },
      STATUS_WITH_CONDITIONS.element,
    ),
  },
  columns: [
    nameColumn,
    column('Ready', ready),
    column('Status', (object) => stringOf(at(object, 'status', 'phase')) ?? ''),
    column('Restarts', restarts),
    ageColumn,
    wide('IP', (object) => stringOf(at(object, 'status', 'podIP')) ?? '<none>'),
    wide('Node', (object) => stringOf(at(object, 'spec', 'nodeName')) ?? '<none>'),
    wide('Nominated Node', (object) => stringOf(at(object, 'status', 'nominatedNodeName')) ?? '<none>'),
    wide('Readiness Gates', () => '<none>'),
  ],
  selectable: (object) => ({
    'status.phase': textAt(object, 'status', 'phase'),
    'spec.nodeName': textAt(object, 'spec', 'nodeName'),
  }),
  selectableFields: ['status.phase', 'spec.nodeName'],
  defaults: podDefaults,
  prepareCreate: (object) => ({ ...object, status: { phase: 'Pending', qosClass: 'BestEffort' } }),
});
