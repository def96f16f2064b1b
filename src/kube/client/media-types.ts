/**
 * Values of `Accept` and `Content-Type`. The metadata forms have no fallback on purpose: a server that cannot give
 * metadata alone answers 406, and never sends us values that we did not ask for.
 */
export const MEDIA = {
  json: 'application/json',
  metadata: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  metadataList: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  /** JSON is YAML, so the body of a server-side apply is plain JSON. */
  apply: 'application/apply-patch+yaml',
  mergePatch: 'application/merge-patch+json',
} as const;
