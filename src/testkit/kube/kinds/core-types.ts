import {
  ATOMIC_MAP,
  atomicList,
  keyedList,
  mapOf,
  SCALAR,
  setOf,
  struct,
  UNTYPED,
  type MapType,
} from '../fields/index.ts';

/*
 * How ownership sees pods and what carries them. Only fields whose lists are keyed, sets, or whose objects are atomic are
 * spelt out; everything else of these kinds is open and follows the value.
 */

const envVar = struct({
  name: SCALAR,
  value: SCALAR,
  valueFrom: struct({
    fieldRef: ATOMIC_MAP,
    resourceFieldRef: ATOMIC_MAP,
    configMapKeyRef: ATOMIC_MAP,
    secretKeyRef: ATOMIC_MAP,
    fileKeyRef: ATOMIC_MAP,
  }),
});

const container = struct(
  {
    name: SCALAR,
    env: keyedList(['name'], envVar),
    envFrom: atomicList(),
    command: atomicList(SCALAR),
    args: atomicList(SCALAR),
    ports: keyedList(['containerPort', 'protocol'], struct({}, UNTYPED), { protocol: 'TCP' }),
    volumeMounts: keyedList(['mountPath'], struct({}, UNTYPED)),
    volumeDevices: keyedList(['devicePath'], struct({}, UNTYPED)),
    resources: struct({
      limits: mapOf(SCALAR),
      requests: mapOf(SCALAR),
      claims: keyedList(['name'], struct({}, UNTYPED)),
    }),
  },
  UNTYPED,
);

/** A LabelSelector: always replaced as a whole. */
export const LABEL_SELECTOR = ATOMIC_MAP;

/** Conditions, told apart by type. */
export const CONDITIONS = keyedList(['type'], struct({}, UNTYPED));

/** The spec of a pod. */
export const POD_SPEC: MapType = struct(
  {
    containers: keyedList(['name'], container),
    initContainers: keyedList(['name'], container),
    ephemeralContainers: keyedList(['name'], container),
    volumes: keyedList(['name'], struct({ name: SCALAR }, UNTYPED)),
    imagePullSecrets: keyedList(['name'], ATOMIC_MAP),
    hostAliases: keyedList(['ip'], struct({}, UNTYPED)),
    topologySpreadConstraints: keyedList(['topologyKey', 'whenUnsatisfiable'], struct({}, UNTYPED)),
    resourceClaims: keyedList(['name'], struct({}, UNTYPED)),
    schedulingGates: keyedList(['name'], struct({}, UNTYPED)),
    tolerations: atomicList(),
    nodeSelector: ATOMIC_MAP,
    securityContext: struct({ supplementalGroups: atomicList(SCALAR) }, UNTYPED),
  },
  UNTYPED,
);

const templateMeta = struct({
  name: SCALAR,
  generateName: SCALAR,
  namespace: SCALAR,
  creationTimestamp: SCALAR,
  labels: mapOf(SCALAR),
  annotations: mapOf(SCALAR),
  finalizers: setOf(),
  ownerReferences: keyedList(['uid'], ATOMIC_MAP),
});

/** A pod template. */
export const POD_TEMPLATE: MapType = struct({ metadata: templateMeta, spec: POD_SPEC });

/** A status with conditions and otherwise open. */
export const STATUS_WITH_CONDITIONS: MapType = struct({ conditions: CONDITIONS }, UNTYPED);
