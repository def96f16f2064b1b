import { isObject, listOf, objectOf, type Json, type JsonObject, type KubeObject } from '../json/index.ts';

/** Defaults that the real server writes into pods; without them, a stored object would differ from its read-back form. */
export function podDefaults(object: KubeObject): KubeObject {
  return { ...object, spec: podSpec(objectOf(object['spec'])) };
}

/** A Deployment with the values the real server fills in. */
export function deploymentDefaults(object: KubeObject): KubeObject {
  const spec = objectOf(object['spec']);
  const rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%' };
  const strategy = objectOf(spec['strategy']);
  const type = strategy['type'] ?? 'RollingUpdate';
  const rolling =
    type === 'RollingUpdate' ? { rollingUpdate: { ...rollingUpdate, ...objectOf(strategy['rollingUpdate']) } } : {};
  return {
    ...object,
    spec: {
      replicas: 1,
      ...templated(spec),
      strategy: { ...strategy, ...rolling, type },
      revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
      progressDeadlineSeconds: spec['progressDeadlineSeconds'] ?? 600,
    },
  };
}

/** A StatefulSet with the values the real server fills in. */
export function statefulSetDefaults(object: KubeObject): KubeObject {
  const spec = objectOf(object['spec']);
  const strategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0 } };
  const retention = { whenDeleted: 'Retain', whenScaled: 'Retain' };
  return {
    ...object,
    spec: {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: strategy,
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: retention,
      ...templated(spec),
    },
  };
}

/** A DaemonSet with the values the real server fills in. */
export function daemonSetDefaults(object: KubeObject): KubeObject {
  const spec = objectOf(object['spec']);
  const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } };
  return { ...object, spec: { updateStrategy, revisionHistoryLimit: 10, ...templated(spec) } };
}

/** A ReplicaSet with the values the real server fills in. */
export function replicaSetDefaults(object: KubeObject): KubeObject {
  return { ...object, spec: { replicas: 1, ...templated(objectOf(object['spec'])) } };
}

/** A CronJob with the values the real server fills in. */
export function cronJobDefaults(object: KubeObject): KubeObject {
  const spec = objectOf(object['spec']);
  const jobTemplate = objectOf(spec['jobTemplate']);
  return {
    ...object,
    spec: {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      ...spec,
      jobTemplate: {
        metadata: {},
        ...jobTemplate,
        spec: templated(objectOf(jobTemplate['spec'])),
      },
    },
  };
}

function templated(spec: JsonObject): JsonObject {
  const template = objectOf(spec['template']);
  const metadata = objectOf(template['metadata']);
  return { ...spec, template: { ...template, metadata, spec: podSpec(objectOf(template['spec'])) } };
}

function podSpec(spec: JsonObject): JsonObject {
  const lists = Object.fromEntries(
    ['containers', 'initContainers'].flatMap((list) =>
      Array.isArray(spec[list]) ? [[list, listOf(spec[list]).map(container)]] : [],
    ),
  );
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    ...lists,
  };
}

function container(value: Json): Json {
  if (!isObject(value)) return value;
  const image = typeof value['image'] === 'string' ? value['image'] : '';
  const floating = !image.includes('@') && (image.endsWith(':latest') || !/:[^/]+$/.test(image));
  const ports = Array.isArray(value['ports']) ? { ports: value['ports'].map(port) } : {};
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: floating ? 'Always' : 'IfNotPresent',
    ...value,
    ...ports,
  };
}

const port = (value: Json): Json => (isObject(value) ? { protocol: 'TCP', ...value } : value);
