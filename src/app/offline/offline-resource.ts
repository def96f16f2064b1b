import type { CustomResource } from '#kernel';
import type { Envelope } from './envelope.ts';

/** Stands for the uid that the API server gives an object when it is created. */
const NO_UID = '00000000-0000-0000-0000-000000000000';

/** An object of a file as the operator would find it in the cluster. */
export function offlineResource({ metadata, spec }: Envelope, namespace: string): CustomResource {
  const { name = metadata.generateName ?? '', uid = NO_UID, labels, annotations } = metadata;
  return {
    metadata: {
      namespace: metadata.namespace ?? namespace,
      name,
      uid,
      resourceVersion: '',
      generation: 1,
      labels,
      annotations,
      finalizers: [],
      deleting: false,
    },
    spec,
    status: undefined,
  };
}
