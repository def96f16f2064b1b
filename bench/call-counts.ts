/** Requests to the API server, by what was asked: `patch secrets` and so on. Only successful ones; refusals have their code added. */
export type CallCounts = Readonly<Record<string, number>>;

/** Reads the operator's own counter of requests out of its metrics page. */
export function callCounts(exposition: string): CallCounts {
  const counts: Record<string, number> = {};
  for (const match of exposition.matchAll(/^infisical_operator_kubernetes_requests_total\{([^}]*)\} (\d+)$/gm)) {
    const labels = new Map([...(match[1] ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const code = labels.get('code') ?? '';
    const call = `${labels.get('verb') ?? ''} ${labels.get('resource') ?? ''}${code.startsWith('2') ? '' : ` (${code})`}`;
    // Some begin with zero, before anybody asks.
    if (Number(match[2]) > 0) counts[call] = (counts[call] ?? 0) + Number(match[2]);
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads a plain number out of a metrics page, summed over its labels; 0 where it does not occur. */
export function metricSum(exposition: string, name: string): number {
  let sum = 0;
  for (const match of exposition.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+-]+)$`, 'gm'))) {
    sum += Number(match[1]);
  }
  return sum;
}
