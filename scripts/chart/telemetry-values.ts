import { z } from 'zod';
import { group, labels, open, toggle } from './value-kinds.ts';

/** What is below `telemetry` in the values of the chart. */
export const telemetryValues = group(
  {
    serviceMonitor: group(
      {
        enabled: toggle(false, 'Whether there is a ServiceMonitor of the Prometheus operator.'),
        interval: z.string().default('60s').describe('How often it is scraped.'),
        scrapeTimeout: z.string().default('10s').describe('Longest time of one scrape.'),
        labels: labels.default({}).describe('More labels.'),
        selectors: z
          .union([labels, z.array(open)])
          .default({})
          .describe('More labels, as the chart of Infisical names them.'),
      },
      'Scraping by the Prometheus operator.',
    ),
    prometheusRule: group(
      {
        enabled: toggle(false, 'Whether there are alerts.'),
        runbooks: z
          .string()
          .default('docs/guide/operate.md')
          .describe('Address of the page "Operating" of the documentation, which the links of the alerts lead to.'),
        labels: labels.default({}).describe('More labels.'),
      },
      'Alerts, each with a link to what to do.',
    ),
    dashboard: group(
      {
        enabled: toggle(false, 'Whether there is a ConfigMap with a dashboard for Grafana.'),
        namespace: z.string().max(63).default('').describe('Its namespace. Empty: that of the release.'),
        labels: labels.default({ grafana_dashboard: '1' }).describe('Labels by which Grafana finds it.'),
        annotations: labels.default({}).describe('Annotations, such as that of a folder.'),
      },
      'The dashboard.',
    ),
  },
  'Monitoring.',
);
