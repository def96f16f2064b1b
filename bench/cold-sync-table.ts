import type { ColdSyncResult } from './cold-sync-result.ts';

/** A result as Markdown: what was measured, the two contestants side by side, and the operator's calls. */
export function coldSyncTable(result: ColdSyncResult): string {
  const { settings, surroundings, operator, bareLoop, ratio, ratios } = result;
  const rows: readonly (readonly [string, number | string, number | string])[] = [
    ['Resources per second', operator.rate, bareLoop.rate],
    ['Seconds from the beginning of work to the last Ready', operator.seconds, bareLoop.seconds],
    ['Seconds from the start of the process to the beginning of work', operator.startSeconds, '-'],
    ['CPU seconds of the client', operator.cpuSeconds, bareLoop.cpuSeconds],
    ['CPU seconds of API server and etcd', operator.serverCpuSeconds, bareLoop.serverCpuSeconds],
    ['Peak memory of the client in MiB', operator.peakMiB, bareLoop.peakMiB],
  ];
  const { resources, keysPerTarget, sources, concurrency, rounds, form } = settings;
  const lines = [
    `${resources} resources, each with a Secret of its own of ${keysPerTarget} keys, read from ${sources} folders with one identity; ` +
      `${concurrency} passes at once; medians of ${rounds} rounds. Operator ${surroundings.operator} (${form}), Node ${surroundings.node}, ` +
      `Kubernetes ${surroundings.kubernetes}, all on ${surroundings.processors} shared processors, ${surroundings.date}.`,
    '',
    '| | Operator | Bare loop |',
    '| --- | ---: | ---: |',
    ...rows.map(([label, own, least]) => `| ${label} | ${own} | ${least} |`),
    '',
    `The operator reaches **${ratio}** of the rate of the bare loop (round by round: ${ratios.join(', ')}).`,
    '',
    '| Calls of the operator, its start included | Number |',
    '| --- | ---: |',
    ...Object.entries(result.calls).map(([call, number]) => `| Kubernetes: ${call} | ${number} |`),
    ...Object.entries(result.infisicalCalls).map(([call, number]) => `| Infisical: ${call} | ${number} |`),
  ];
  return `${lines.join('\n')}\n`;
}
