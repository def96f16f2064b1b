import { expect } from 'chai';
import { declareMetrics, metricsCatalog } from '../../../scripts/monitoring/catalog.ts';
import { PrometheusMetrics } from '../../../src/app/index.ts';

describe('the metrics of an operator that has not begun', () => {
  it('all have a help text and at least one sample', async () => {
    const metrics = new PrometheusMetrics();
    await declareMetrics(metrics);
    const { text } = await metrics.expose();
    const lines = text.split('\n');
    for (const { name, help } of await metricsCatalog()) {
      expect(help, name).to.match(/^[A-Z].*\.$/);
      const samples = lines.filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      const counts = lines.filter((line) => line.startsWith(`${name}_count`));
      expect(samples.length + counts.length, name).to.be.greaterThan(0);
    }
  });

  it('begin with zero, but for what is', async () => {
    const metrics = new PrometheusMetrics();
    await declareMetrics(metrics);
    const samples = (await metrics.expose()).text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const others = samples.filter((line) => !line.endsWith(' 0')).map((line) => line.split(/[{ ]/)[0]);
    expect([...new Set(others)]).to.have.members(['infisical_operator_build_info', 'infisical_operator_plugin_info']);
  });

  it('know each kind, method, operation and workload', async () => {
    const metrics = new PrometheusMetrics();
    await declareMetrics(metrics);
    const { text } = await metrics.expose();
    for (const sample of [
      'passes_total{kind="InfisicalSecret",state="synced"}',
      'passes_total{kind="InfisicalPushSecret",state="withdrawn"}',
      'resources{kind="InfisicalSecret",state="pending"}',
      'infisical_logins_total{method="kubernetes",result="refused"}',
      'infisical_requests_total{operation="listSecretsV4",code="200"}',
      'infisical_cache_lookups_total{cache="sources",result="hit"}',
      'kubernetes_requests_total{verb="patch",resource="secrets",code="200"}',
      'kubernetes_watch_restarts_total{resource="secrets",cause="expired"}',
      'reloads_total{kind="Deployment",result="failed"}',
      'events_dropped_total{cause="full"}',
    ]) {
      expect(text).to.contain(`infisical_operator_${sample} 0\n`);
    }
  });
});
