export { createLog } from './log.ts';
export { PrometheusMetrics } from './metrics.ts';
export { serveProbes, type Health, type Page, type ProbeServer } from './probe-server.ts';
