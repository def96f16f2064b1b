import { mkdir, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { ALERTS } from './monitoring/alerts.ts';
import { metricsCatalog } from './monitoring/catalog.ts';
import { renderDashboard } from './monitoring/dashboard.ts';

/** Path below the root of the project, and content, of each file about metrics. */
export async function renderMonitoring(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/reference/metrics.md', await renderPage()],
    ['charts/secrets-operator/files/alerts.yaml', renderAlerts()],
    ['charts/secrets-operator/files/dashboard.json', renderDashboard()],
  ]);
}

/** Writes the files of `renderMonitoring`. The same declarations give the same bytes. */
export async function generateMonitoring(): Promise<void> {
  for (const [path, content] of await renderMonitoring()) {
    const file = new URL(`../${path}`, import.meta.url);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, content);
  }
}

async function renderPage(): Promise<string> {
  const rows = (await metricsCatalog()).map(({ name, type, help, labels }) => {
    if (/[|\n]/.test(help)) throw new Error(`${name}: the help text would break the table`);
    return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`;
  });
  return `# Metrics

<!-- Generated from what the operator declares; run "npm run generate". -->

Served as text at \`/metrics\`. Whatever can be known beforehand is there with zero from the start, so that the first time of something
shows as growth; of codes other than success a sample appears with the first one. Times are in seconds.

| Metric | Type | Labels | Meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

Besides, those of the process that Node.js gives, among them \`process_resident_memory_bytes\`, \`process_cpu_seconds_total\`,
\`nodejs_heap_size_used_bytes\`, \`nodejs_gc_duration_seconds\`, and how late the event loop is: \`nodejs_eventloop_lag_p50_seconds\`,
\`nodejs_eventloop_lag_p99_seconds\`, \`nodejs_eventloop_lag_max_seconds\`.

What to watch, and what to do: [operating](../guide/operate.md).
`;
}

/** Rules of a group of Prometheus. */
function renderAlerts(): string {
  const rules = ALERTS.map(({ name, expr, for: hold, severity, summary }) => ({
    alert: name,
    expr,
    for: hold,
    labels: { severity },
    annotations: { summary, runbook_url: `RUNBOOKS#${name.toLowerCase()}` },
  }));
  return `# Generated from scripts/monitoring/alerts.ts; change that and run "npm run generate".\n${stringify(rules, { lineWidth: 0 })}`;
}
