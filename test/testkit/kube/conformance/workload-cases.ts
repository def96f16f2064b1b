import type { Json } from '../../../../src/testkit/kube/index.ts';
import { apply, metadataOf, type ConformanceCase } from './conformance-case.ts';
import type { WireAnswer } from './wire-client.ts';

/** The pod template and who of this suite owns what; the real server's controllers write to the rest meanwhile. */
function ownTemplate({ body }: WireAnswer): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const spec = body['spec'];
  const template = typeof spec === 'object' && spec !== null && !Array.isArray(spec) ? spec['template'] : undefined;
  const owners = metadataOf({ code: 0, body })['managedFields'];
  const ours = (Array.isArray(owners) ? owners : []).filter((owner) =>
    /"manager":"(applier|reloader)"/.test(JSON.stringify(owner)),
  );
  return [template ?? null, { managedFields: ours }];
}

/** Server-side apply to workloads, whose lists are keyed by the names of containers, variables and ports. */
export const WORKLOAD_CASES: readonly ConformanceCase[] = [
  {
    name: 'owns containers and variables by name',
    run: async (client) => {
      const path = `/apis/apps/v1/namespaces/${client.namespace}/deployments/d`;
      const pod = (containers: Json, annotations: Json = {}): Json => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        spec: {
          selector: { matchLabels: { app: 'd' } },
          template: { metadata: { labels: { app: 'd' }, annotations }, spec: { containers } },
        },
      });
      const first = await apply(
        client,
        path,
        pod([{ name: 'c', image: 'x', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] }]),
      );
      const other = await apply(
        client,
        path,
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'd' },
          spec: { template: { metadata: { annotations: { reload: 'x' } } } },
        },
        'reloader',
      );
      const retracted = await apply(client, path, pod([{ name: 'c', image: 'x' }]));
      return [first, other, retracted].map((answer) => [
        answer.code,
        metadataOf(answer)['generation'] ?? null,
        ownTemplate(answer),
      ]);
    },
  },
  {
    name: 'takes a mark in the pod template of a CronJob',
    run: async (client) => {
      const path = `/apis/batch/v1/namespaces/${client.namespace}/cronjobs/nightly`;
      const head: Readonly<Record<string, Json>> = {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'nightly' },
      };
      const jobOf = (template: Json): Record<string, Json> => ({ jobTemplate: { spec: { template } } });
      const pods: Json = { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] };
      const made = await apply(client, path, {
        ...head,
        spec: { schedule: '0 3 * * *', ...jobOf({ spec: pods }) },
      });
      const marked = await apply(
        client,
        path,
        { ...head, spec: jobOf({ metadata: { annotations: { reload: 'x' } } }) },
        'reloader',
      );
      return [made, marked].map(({ code, body }) => [code, specOf(body)]);
    },
  },
];

function specOf(body: Json): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return body['spec'] ?? null;
}
