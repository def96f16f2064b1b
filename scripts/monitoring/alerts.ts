/** An alert of the chart; what to do is told by the section of its name in docs/guide/operate.md. */
export interface Alert {
  readonly name: string;
  /** PromQL; fires while it gives something. */
  readonly expr: string;
  /** How long that must hold. */
  readonly for: string;
  readonly severity: 'critical' | 'warning';
  /** One sentence, with labels as Prometheus puts them in. */
  readonly summary: string;
}

/** One for each thing that a person can do something about. */
export const ALERTS: readonly Alert[] = [
  {
    name: 'InfisicalOperatorDown',
    expr: 'absent(infisical_operator_working == 1)',
    for: '5m',
    severity: 'critical',
    summary: 'No operator makes passes. Targets stay as they are, and are not kept up.',
  },
  {
    name: 'InfisicalOperatorSeveralWork',
    expr: 'count by (namespace, job) (infisical_operator_working == 1) > 1',
    for: '5m',
    severity: 'warning',
    summary: 'Several operators of namespace {{ $labels.namespace }} make passes at once.',
  },
  {
    name: 'InfisicalOperatorResourcesFail',
    expr: 'sum by (kind, state) (infisical_operator_resources{state=~"error|retrying"}) > 0',
    for: '15m',
    severity: 'warning',
    summary: '{{ $value }} of kind {{ $labels.kind }} rest in {{ $labels.state }}.',
  },
  {
    name: 'InfisicalOperatorInternalErrors',
    expr: 'sum by (kind) (increase(infisical_operator_passes_total{state="failed"}[15m])) > 0',
    for: '0m',
    severity: 'warning',
    summary: 'Passes of kind {{ $labels.kind }} fail in the operator itself, which is a fault of it.',
  },
  {
    name: 'InfisicalOperatorSyncOld',
    expr: 'max by (kind) (infisical_operator_oldest_sync_age_seconds) > 3600',
    for: '5m',
    severity: 'warning',
    summary:
      'A resource of kind {{ $labels.kind }} has not been in step with Infisical for {{ $value | humanizeDuration }}.',
  },
  {
    name: 'InfisicalOperatorQueueGrows',
    expr: 'min_over_time(infisical_operator_queue_depth[15m]) > 100',
    for: '0m',
    severity: 'warning',
    summary:
      '{{ $value }} of kind {{ $labels.kind }} and more have been waiting for a worker for a quarter of an hour.',
  },
  {
    name: 'InfisicalOperatorHostsDown',
    expr: 'max(infisical_operator_infisical_hosts_down) > 0',
    for: '10m',
    severity: 'warning',
    summary: '{{ $value }} Infisical hosts cannot be reached. Targets stay as they are.',
  },
  {
    name: 'InfisicalOperatorLoginsRefused',
    expr: 'sum by (method) (increase(infisical_operator_infisical_logins_total{result="refused"}[15m])) > 0',
    for: '15m',
    severity: 'warning',
    summary: 'Infisical refuses logins by {{ $labels.method }}.',
  },
  {
    name: 'InfisicalOperatorKubernetesRefuses',
    expr: 'sum by (verb, resource) (increase(infisical_operator_kubernetes_requests_total{code="403"}[15m])) > 0',
    for: '5m',
    severity: 'warning',
    summary: 'The API server does not allow the operator to {{ $labels.verb }} {{ $labels.resource }}.',
  },
  {
    name: 'InfisicalOperatorReloadsFail',
    expr: 'sum by (kind) (increase(infisical_operator_reloads_total{result="failed"}[15m])) > 0',
    for: '15m',
    severity: 'warning',
    summary: 'Workloads of kind {{ $labels.kind }} run with older secrets, as they cannot be restarted.',
  },
  {
    name: 'InfisicalOperatorSlow',
    expr: 'max by (instance) (nodejs_eventloop_lag_p99_seconds and on (instance) infisical_operator_working == 1) > 0.5',
    for: '10m',
    severity: 'warning',
    summary: 'The operator is late by {{ $value | humanizeDuration }} with everything that it does.',
  },
];
