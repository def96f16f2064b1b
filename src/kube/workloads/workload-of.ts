import { z } from 'zod';
import { formatReference, type ObjectReference, type Workload } from '#kernel';

/** On workloads: "true" asks for a restart when a managed Secret or ConfigMap that the pods use gets other data. */
const AUTO_RELOAD = 'secrets.infisical.com/auto-reload';
/** On workloads: how long to gather changes before one restart, as `30s` or `5m`. */
const RELOAD_DEBOUNCE = 'secrets.infisical.com/reload-debounce';
/** In pod templates: what the pods were last restarted for. */
export const RESTARTED_FOR = 'secrets.infisical.com/restarted-for';

/** A workload as the watch told of it. */
export interface SeenWorkload {
  readonly workload: Workload;
  readonly resourceVersion: string;
}

const strings = z.record(z.string(), z.string()).catch({});
const reference = z
  .object({ name: z.string().min(1) })
  .optional()
  .catch(undefined);
const list = <Item extends z.ZodType>(item: Item): z.ZodCatch<z.ZodDefault<z.ZodArray<Item>>> =>
  z.array(item).default([]).catch([]);

const metadata = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: z.string().min(1),
  resourceVersion: z.string().min(1),
  annotations: strings.default({}),
});

const container = z.object({
  env: list(
    z.object({
      valueFrom: z.object({ secretKeyRef: reference, configMapKeyRef: reference }).optional().catch(undefined),
    }),
  ),
  envFrom: list(z.object({ secretRef: reference, configMapRef: reference })),
});

const volume = z.object({
  secret: z
    .object({ secretName: z.string().min(1) })
    .optional()
    .catch(undefined),
  configMap: reference,
  projected: z
    .object({ sources: list(z.object({ secret: reference, configMap: reference })) })
    .optional()
    .catch(undefined),
});

const podTemplate = z.object({
  metadata: z.object({ annotations: strings.default({}) }).default({ annotations: {} }),
  spec: z
    .object({ containers: list(container), initContainers: list(container), volumes: list(volume) })
    .default({ containers: [], initContainers: [], volumes: [] }),
});
type PodTemplate = z.infer<typeof podTemplate>;

const marks = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.string()));

/**
 * What is kept of a workload: some 200 bytes of one that asked to be restarted, nothing of any other. A part of a pod template that cannot be read counts as
 * not there; a Rollout that has its pods from another object has no template of its own and uses nothing.
 */
export function workloadOf(item: unknown, kind: string, path: readonly string[]): SeenWorkload | undefined {
  const object = z.looseObject({ metadata }).safeParse(item);
  if (!object.success) return undefined;
  const { annotations, namespace, name, uid, resourceVersion } = object.data.metadata;
  if (annotations[AUTO_RELOAD] !== 'true') return undefined;
  const template = podTemplate.safeParse(at(item, path));
  const pods = template.success ? template.data : podTemplate.parse({});
  return {
    workload: {
      kind,
      namespace,
      name,
      uid,
      uses: usesOf(pods, namespace),
      debounce: annotations[RELOAD_DEBOUNCE],
      restartedFor: marksOf(pods),
    },
    resourceVersion,
  };
}

function usesOf({ spec }: PodTemplate, namespace: string): readonly ObjectReference[] {
  const uses = new Map<string, ObjectReference>();
  const add = (kind: 'Secret' | 'ConfigMap', name: string | undefined): void => {
    if (name === undefined) return;
    const use = { kind, namespace, name };
    uses.set(formatReference(use), use);
  };
  for (const { env, envFrom } of [...spec.containers, ...spec.initContainers]) {
    for (const { valueFrom } of env) {
      add('Secret', valueFrom?.secretKeyRef?.name);
      add('ConfigMap', valueFrom?.configMapKeyRef?.name);
    }
    for (const { secretRef, configMapRef } of envFrom) {
      add('Secret', secretRef?.name);
      add('ConfigMap', configMapRef?.name);
    }
  }
  for (const { secret, configMap, projected } of spec.volumes) {
    add('Secret', secret?.secretName);
    add('ConfigMap', configMap?.name);
    for (const source of projected?.sources ?? []) {
      add('Secret', source.secret?.name);
      add('ConfigMap', source.configMap?.name);
    }
  }
  return [...uses.values()];
}

/** Somebody else's text under our name says nothing. */
function marksOf({ metadata: { annotations } }: PodTemplate): Workload['restartedFor'] {
  const text = annotations[RESTARTED_FOR];
  if (text === undefined) return {};
  try {
    return marks.parse(text);
  } catch {
    return {};
  }
}

function at(item: unknown, path: readonly string[]): unknown {
  let value = item;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(step);
  }
  return value;
}
