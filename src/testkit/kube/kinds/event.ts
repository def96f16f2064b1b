import { FieldError } from '../errors/index.ts';
import { ATOMIC_MAP, SCALAR, struct, type MergeType } from '../fields/index.ts';
import { at, objectOf, stringOf, without, type JsonObject, type KubeObject } from '../json/index.ts';
import { builtin, type BuiltinSpec } from './builtin.ts';
import { column, numberAt, since, textAt, wide } from './columns.ts';
import type { Column } from './resource-kind.ts';

const shared: Readonly<Record<string, MergeType>> = {
  reason: SCALAR,
  type: SCALAR,
  eventTime: SCALAR,
  action: SCALAR,
  related: ATOMIC_MAP,
  reportingInstance: SCALAR,
};

const lastSeen = (object: KubeObject): string | undefined => {
  const candidates = [
    at(object, 'series', 'lastObservedTime'),
    object['lastTimestamp'],
    object['eventTime'],
    object['firstTimestamp'],
  ];
  return candidates.map((each) => stringOf(each)).find((each) => each !== undefined);
};

const firstSeen = (object: KubeObject): string | undefined =>
  [object['firstTimestamp'], object['eventTime']].map((each) => stringOf(each)).find((each) => each !== undefined);

const timesSeen = (object: KubeObject): number => {
  const series = numberAt(object, 'series', 'count');
  return series > 0 ? series : Math.max(1, numberAt(object, 'count'));
};

const subject = (object: KubeObject): string =>
  `${textAt(object, 'involvedObject', 'kind').toLowerCase()}/${textAt(object, 'involvedObject', 'name')}`;

const columns: readonly Column[] = [
  column('Last Seen', (object, now) => since(lastSeen(toCore(object)), now)),
  column('Type', (object) => textAt(object, 'type')),
  column('Reason', (object) => textAt(object, 'reason')),
  column('Object', (object) => subject(toCore(object))),
  wide('Subobject', (object) => textAt(toCore(object), 'involvedObject', 'fieldPath')),
  wide('Source', (object) => textAt(toCore(object), 'source', 'component')),
  column('Message', (object) => textAt(toCore(object), 'message').trim()),
  wide('First Seen', (object, now) => since(firstSeen(toCore(object)), now)),
  wide('Count', (object) => timesSeen(toCore(object))),
  { ...wide('Name', (object) => object.metadata.name ?? ''), format: 'name' },
];

const SUBJECT_FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

const selectable = (object: KubeObject): Record<string, string> => {
  const core = toCore(object);
  const fields = Object.fromEntries(
    SUBJECT_FIELDS.map((name) => [`involvedObject.${name}`, textAt(core, 'involvedObject', name)]),
  );
  const regarding = Object.fromEntries(
    SUBJECT_FIELDS.map((name) => [`regarding.${name}`, textAt(core, 'involvedObject', name)]),
  );
  const source = textAt(core, 'source', 'component');
  const reporter = textAt(core, 'reportingComponent');
  return {
    ...fields,
    ...regarding,
    reason: textAt(core, 'reason'),
    type: textAt(core, 'type'),
    source: source === '' ? reporter : source,
    reportingComponent: reporter,
    reportingController: reporter,
  };
};

function validate(object: KubeObject): FieldError[] {
  const namespace = textAt(toCore(object), 'involvedObject', 'namespace');
  const home = object.metadata.namespace ?? '';
  // Events about cluster-scoped objects live in the default namespace.
  const fits = namespace === home || (namespace === '' && (home === 'default' || home === 'kube-system'));
  return fits ? [] : [FieldError.invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
}

const base = {
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  createOnUpdate: true,
  storage: 'events',
  columns,
  selectable,
  validate,
} satisfies Partial<BuiltinSpec>;

const selectableNames = ['reason', 'type', 'reportingController'];

export const coreEvent = builtin({
  ...base,
  empty: {
    involvedObject: {},
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: '',
    reportingInstance: '',
  },
  fields: {
    ...shared,
    involvedObject: ATOMIC_MAP,
    message: SCALAR,
    source: struct({ component: SCALAR, host: SCALAR }),
    firstTimestamp: SCALAR,
    lastTimestamp: SCALAR,
    count: SCALAR,
    series: struct({ count: SCALAR, lastObservedTime: SCALAR }),
    reportingComponent: SCALAR,
  },
  selectableFields: [
    ...SUBJECT_FIELDS.map((name) => `involvedObject.${name}`),
    ...selectableNames,
    'source',
    'reportingComponent',
  ],
});

export const event = builtin({
  ...base,
  group: 'events.k8s.io',
  empty: { eventTime: null },
  fields: {
    ...shared,
    regarding: ATOMIC_MAP,
    note: SCALAR,
    reportingController: SCALAR,
    series: struct({ count: SCALAR, lastObservedTime: SCALAR }),
    deprecatedSource: struct({ component: SCALAR, host: SCALAR }),
    deprecatedFirstTimestamp: SCALAR,
    deprecatedLastTimestamp: SCALAR,
    deprecatedCount: SCALAR,
  },
  selectableFields: [...SUBJECT_FIELDS.map((name) => `regarding.${name}`), ...selectableNames],
  load: toNew,
  save: toCore,
});

const NAMES: readonly (readonly [core: string, next: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
];

/** The stored form of an event, whichever of its two APIs wrote it. */
function toCore(object: KubeObject): KubeObject {
  return object.apiVersion === 'v1' ? object : rename(object, 'v1', new Map(NAMES.map(([core, next]) => [next, core])));
}

function toNew(object: KubeObject): KubeObject {
  return rename(object, 'events.k8s.io/v1', new Map(NAMES));
}

function rename(object: KubeObject, apiVersion: string, names: ReadonlyMap<string, string>): KubeObject {
  const rest: JsonObject = {};
  for (const [key, value] of Object.entries(without(object, 'metadata', 'apiVersion', 'kind'))) {
    rest[names.get(key) ?? key] = value;
  }
  return { ...objectOf(rest), apiVersion, kind: object.kind, metadata: object.metadata };
}
