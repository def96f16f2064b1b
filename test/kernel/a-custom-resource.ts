import type { CustomResource, ResourceMetadata } from '../../src/kernel/index.ts';

/** A custom resource `shop/db`; what a test is about, it passes. */
export function aCustomResource(
  metadata: Partial<ResourceMetadata> = {},
  content: { readonly spec?: unknown; readonly status?: unknown } = {},
): CustomResource {
  return {
    metadata: {
      namespace: 'shop',
      name: 'db',
      uid: 'uid-1',
      resourceVersion: '1',
      generation: 1,
      labels: {},
      annotations: {},
      finalizers: [],
      deleting: false,
      ...metadata,
    },
    spec: content.spec ?? {},
    status: content.status,
  };
}
