import { SCALAR, struct, UNTYPED, atomicList } from '../fields/index.ts';
import { at, listOf, objectOf, stringOf, type Json, type KubeObject } from '../json/index.ts';
import { builtin, column, CONDITIONS, nameColumn, type ResourceKind } from '../kinds/index.ts';
import { definitionErrors, type CelSupport } from './definition.ts';

/** The resource name under which definitions are stored. */
export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

/** The finalizer that holds a definition back until its resources are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

/** The kind CustomResourceDefinition. Definitions are established at once, for nothing else can claim their names. */
export function definitionKind(cel: CelSupport): ResourceKind {
  return builtin({
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    namespaced: false,
    unconditionalUpdate: false,
    subresources: ['status'],
    generation: true,
    empty: { spec: { group: '', names: { plural: '', kind: '' }, scope: '', versions: null } },
    fields: {
      spec: struct(
        {
          group: SCALAR,
          scope: SCALAR,
          names: struct({ shortNames: atomicList(), categories: atomicList() }, UNTYPED),
          versions: atomicList(),
        },
        UNTYPED,
      ),
      status: struct({ conditions: CONDITIONS, storedVersions: atomicList(), acceptedNames: UNTYPED }, UNTYPED),
    },
    columns: [nameColumn, column('Created At', (object) => object.metadata.creationTimestamp ?? '', 'date')],
    defaults,
    prepareCreate: establish,
    prepareUpdate: (next) => ({
      ...next,
      status: { ...objectOf(next['status']), acceptedNames: at(next, 'spec', 'names') ?? {} },
    }),
    validate: (object) => definitionErrors(object, cel),
  });
}

function defaults(object: KubeObject): KubeObject {
  const spec = objectOf(object['spec']);
  const names = objectOf(spec['names']);
  const kind = stringOf(names['kind']) ?? '';
  return {
    ...object,
    spec: {
      conversion: { strategy: 'None' },
      ...spec,
      names: { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names },
    },
  };
}

function establish(object: KubeObject): KubeObject {
  const condition = (type: string, reason: string, message: string): Json => ({
    type,
    status: 'True',
    lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    reason,
    message,
  });
  const stored = listOf(at(object, 'spec', 'versions')).find((version) => at(version, 'storage') === true);
  const finalizers = [...(object.metadata.finalizers ?? []), CLEANUP];
  return {
    ...object,
    metadata: { ...object.metadata, finalizers },
    status: {
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      acceptedNames: at(object, 'spec', 'names') ?? {},
      storedVersions: [stringOf(at(stored, 'name')) ?? ''],
    },
  };
}
