import { ALERTS } from '../../scripts/monitoring/alerts.ts';
import { PANELS } from '../../scripts/monitoring/dashboard.ts';

/** A query of an alert or of a panel. */
export interface Expression {
  readonly from: string;
  readonly expr: string;
}

/** All that the chart has Prometheus evaluate. */
export const EXPRESSIONS: readonly Expression[] = [
  ...ALERTS.map(({ name, expr }) => ({ from: name, expr })),
  ...PANELS.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ from: title, expr }))),
];

/** A query with the variables of the dashboard filled in. */
export function filledIn(expr: string, rateInterval: string): string {
  return expr.replaceAll('$namespace', '.*').replaceAll('$__rate_interval', rateInterval);
}
