/** One line of a panel: a query, and how to call what it gives. */
export interface Target {
  readonly expr: string;
  readonly legend: string;
}

/** One panel of the dashboard. */
export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly type: 'stat' | 'timeseries';
  /** Unit of Grafana: `s`, `short`, `ops`, `bytes`. */
  readonly unit: string;
  readonly targets: readonly Target[];
}

const rate = (metric: string, by: string, more = ''): string =>
  `sum by (${by}) (rate(infisical_operator_${metric}{namespace=~"$namespace"${more}}[$__rate_interval]))`;
const quantile = (metric: string, by: string): string =>
  // Without an observation there is none, which is no line.
  `histogram_quantile(0.99, sum by (le, ${by}) (rate(infisical_operator_${metric}_bucket{namespace=~"$namespace"}[$__rate_interval]))) >= 0`;
const gauge = (metric: string, by: string, fold = 'sum'): string =>
  `${fold} by (${by}) (infisical_operator_${metric}{namespace=~"$namespace"})`;

/** Every panel, in rows of four stats or two graphs. */
export const PANELS: readonly Panel[] = [
  {
    title: 'Operators at work',
    description: 'One is right: the others stand by.',
    type: 'stat',
    unit: 'short',
    targets: [{ expr: 'sum(infisical_operator_working{namespace=~"$namespace"})', legend: 'at work' }],
  },
  {
    title: 'Resources in step',
    description: 'Their last pass found or made everything as it should be.',
    type: 'stat',
    unit: 'short',
    targets: [{ expr: 'sum(infisical_operator_resources{namespace=~"$namespace",state="synced"})', legend: 'synced' }],
  },
  {
    title: 'Resources that fail',
    description: 'In error a change is needed; retrying may pass by itself.',
    type: 'stat',
    unit: 'short',
    targets: [
      { expr: 'sum(infisical_operator_resources{namespace=~"$namespace",state="error"})', legend: 'error' },
      { expr: 'sum(infisical_operator_resources{namespace=~"$namespace",state="retrying"})', legend: 'retrying' },
    ],
  },
  {
    title: 'Oldest sync',
    description: 'Of the resource that has been out of step the longest.',
    type: 'stat',
    unit: 's',
    targets: [{ expr: 'max(infisical_operator_oldest_sync_age_seconds{namespace=~"$namespace"})', legend: 'age' }],
  },
  {
    title: 'Passes',
    description: 'Per second, by the state that they come to rest in.',
    type: 'timeseries',
    unit: 'ops',
    targets: [{ expr: `${rate('passes_total', 'kind, state')} > 0`, legend: '{{kind}} {{state}}' }],
  },
  {
    title: 'Resources by state',
    description: 'Where the last pass of each came to rest.',
    type: 'timeseries',
    unit: 'short',
    targets: [{ expr: `${gauge('resources', 'kind, state')} > 0`, legend: '{{kind}} {{state}}' }],
  },
  {
    title: 'Duration of passes, p99',
    description: 'The whole pass, and the states of its machine.',
    type: 'timeseries',
    unit: 's',
    targets: [
      { expr: quantile('pass_duration_seconds', 'kind'), legend: '{{kind}}' },
      { expr: quantile('phase_duration_seconds', 'kind, phase'), legend: '{{kind}} {{phase}}' },
    ],
  },
  {
    title: 'Queue',
    description: 'Keys that wait for a worker, and how long they wait.',
    type: 'timeseries',
    unit: 'short',
    targets: [
      { expr: gauge('queue_depth', 'kind'), legend: '{{kind}} waiting' },
      { expr: quantile('queue_wait_seconds', 'kind'), legend: '{{kind}} seconds, p99' },
    ],
  },
  {
    title: 'Calls to Infisical',
    description: 'Per second, by operation and status code.',
    type: 'timeseries',
    unit: 'ops',
    targets: [{ expr: `${rate('infisical_requests_total', 'operation, code')} > 0`, legend: '{{operation}} {{code}}' }],
  },
  {
    title: 'Duration of calls to Infisical, p99',
    description: 'From the first byte out to the last byte in.',
    type: 'timeseries',
    unit: 's',
    targets: [{ expr: quantile('infisical_request_duration_seconds', 'operation'), legend: '{{operation}}' }],
  },
  {
    title: 'Logins',
    description: 'Per second, by method and result.',
    type: 'timeseries',
    unit: 'ops',
    targets: [{ expr: `${rate('infisical_logins_total', 'method, result')} > 0`, legend: '{{method}} {{result}}' }],
  },
  {
    title: 'Looks into caches',
    description: 'Per second, by cache and result.',
    type: 'timeseries',
    unit: 'ops',
    targets: [{ expr: rate('infisical_cache_lookups_total', 'cache, result'), legend: '{{cache}} {{result}}' }],
  },
  {
    title: 'Hosts and calls put off',
    description: 'Hosts that cannot be reached, and calls that were put off per second.',
    type: 'timeseries',
    unit: 'short',
    targets: [
      { expr: 'max(infisical_operator_infisical_hosts_down{namespace=~"$namespace"})', legend: 'hosts down' },
      { expr: rate('infisical_calls_put_off_total', 'cause'), legend: 'put off for {{cause}}' },
    ],
  },
  {
    title: 'Event streams',
    description: 'Projects that are followed by events, by how that goes.',
    type: 'timeseries',
    unit: 'short',
    targets: [{ expr: gauge('infisical_event_streams', 'listening'), legend: '{{listening}}' }],
  },
  {
    title: 'Requests to the API server',
    description: 'Per second, by verb, resource and status code.',
    type: 'timeseries',
    unit: 'ops',
    targets: [
      {
        expr: `${rate('kubernetes_requests_total', 'verb, resource, code')} > 0`,
        legend: '{{verb}} {{resource}} {{code}}',
      },
    ],
  },
  {
    title: 'Ends of watches',
    description: 'Per second, by resource and cause.',
    type: 'timeseries',
    unit: 'ops',
    targets: [
      { expr: `${rate('kubernetes_watch_restarts_total', 'resource, cause')} > 0`, legend: '{{resource}} {{cause}}' },
    ],
  },
  {
    title: 'Restarts of workloads',
    description: 'Per second, by kind and result.',
    type: 'timeseries',
    unit: 'ops',
    targets: [{ expr: `${rate('reloads_total', 'kind, result')} > 0`, legend: '{{kind}} {{result}}' }],
  },
  {
    title: 'Process',
    description: 'Memory, and how late the process is with what it does.',
    type: 'timeseries',
    unit: 'short',
    targets: [
      { expr: 'process_resident_memory_bytes{namespace=~"$namespace"} / 2^20', legend: 'MiB {{pod}}' },
      { expr: 'nodejs_eventloop_lag_p99_seconds{namespace=~"$namespace"} * 1000', legend: 'ms late, p99 {{pod}}' },
    ],
  },
];

/** The dashboard as Grafana imports it. */
export function renderDashboard(): string {
  const places = [...layout()];
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  const dashboard = {
    uid: 'infisical-operator',
    title: 'Infisical operator',
    tags: ['infisical', 'kubernetes'],
    schemaVersion: 39,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        {
          name: 'namespace',
          type: 'query',
          datasource,
          query: 'label_values(infisical_operator_build_info, namespace)',
          includeAll: true,
          allValue: '.*',
          current: { text: 'All', value: '$__all' },
        },
      ],
    },
    panels: PANELS.map(({ title, description, type, unit, targets }, index) => ({
      id: index + 1,
      title,
      description,
      type,
      datasource,
      gridPos: places[index],
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: targets.map(({ expr, legend }, at) => ({
        refId: String.fromCharCode(65 + at),
        datasource,
        expr,
        legendFormat: legend,
      })),
    })),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

function* layout(): Generator<{ readonly x: number; readonly y: number; readonly w: number; readonly h: number }> {
  let [x, y, height] = [0, 0, 0];
  for (const { type } of PANELS) {
    const [w, h] = type === 'stat' ? [6, 4] : [12, 8];
    if (x + w > 24) [x, y] = [0, y + height];
    yield { x, y, w, h };
    [x, height] = [x + w, h];
  }
}
