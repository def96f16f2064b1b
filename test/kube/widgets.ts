import type { ResourceType } from '#kernel';

/** A custom resource of the tests. */
export const WIDGETS: ResourceType = { group: 'test.example', version: 'v1', kind: 'Widget', plural: 'widgets' };

/** Its definition, with a status subresource. */
export const WIDGET_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.test.example' },
  spec: {
    group: WIDGETS.group,
    scope: 'Namespaced',
    names: { kind: WIDGETS.kind, plural: WIDGETS.plural, singular: 'widget', listKind: 'WidgetList' },
    versions: [
      {
        name: WIDGETS.version,
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: { size: { type: 'integer' } } },
              status: {
                type: 'object',
                properties: {
                  phase: { type: 'string' },
                  conditions: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['type'],
                    items: {
                      type: 'object',
                      required: ['type', 'status'],
                      properties: { type: { type: 'string' }, status: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** One widget as a manifest. */
export function aWidget(namespace: string, name: string, size = 1): object {
  return { apiVersion: 'test.example/v1', kind: 'Widget', metadata: { namespace, name }, spec: { size } };
}

/** Path of a widget, or of all in a namespace. */
export function widgetPath(namespace: string, name?: string): string {
  return `/apis/test.example/v1/namespaces/${namespace}/widgets${name === undefined ? '' : `/${name}`}`;
}
