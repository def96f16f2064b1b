import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { ALERTS } from '../../scripts/monitoring/alerts.ts';
import { metricsCatalog } from '../../scripts/monitoring/catalog.ts';
import { PANELS, renderDashboard } from '../../scripts/monitoring/dashboard.ts';
import { EXPRESSIONS } from './expressions.ts';

/** Labels that Prometheus adds, and that of buckets. */
const ADDED = ['namespace', 'pod', 'job', 'instance', 'le'];
const Dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }) }),
  ),
});

describe('the alerts and the dashboard', () => {
  for (const { from, expr } of EXPRESSIONS) {
    it(`name metrics and labels that there are: ${from}`, async () => {
      const catalog = new Map((await metricsCatalog()).map((metric) => [metric.name, metric.labels]));
      const names = [...expr.matchAll(/infisical_operator_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
      for (const name of names) expect([...catalog.keys()], expr).to.include(name);
      const labels = names.flatMap((name) => catalog.get(name) ?? []);
      const used = [
        ...[...expr.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label),
        ...[...expr.matchAll(/(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
      ];
      for (const label of used) expect([...labels, ...ADDED], `${label} in ${expr}`).to.include(label);
    });
  }

  it('look at every metric of the operator but those that describe it', async () => {
    const all = EXPRESSIONS.map(({ expr }) => expr).join('\n');
    const unseen = (await metricsCatalog()).map(({ name }) => name).filter((name) => !all.includes(name));
    expect(unseen).to.have.members([
      'infisical_operator_build_info',
      'infisical_operator_events_dropped_total',
      'infisical_operator_leader',
      'infisical_operator_plugin_info',
    ]);
  });

  it('have a section of the page for each alert, and no other', async () => {
    const page = await readFile('docs/guide/operate.md', 'utf8');
    const sections = [...page.matchAll(/^### (\w+)$/gm)].map(([, title]) => title);
    expect(sections).to.have.members(ALERTS.map(({ name }) => name));
  });

  it('have panels that do not overlap', () => {
    const { panels } = Dashboard.parse(JSON.parse(renderDashboard()));
    expect(panels).to.have.length(PANELS.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).to.be.at.most(24);
      return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
    });
    expect(new Set(cells).size).to.equal(cells.length);
  });
});
