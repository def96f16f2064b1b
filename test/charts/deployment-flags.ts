import { z } from 'zod';
import { optionEntries } from '../../src/app/index.ts';
import type { Flags } from '../e2e/harness/operator.ts';

const Deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        serviceAccountName: z.string(),
        containers: z.array(z.object({ args: z.array(z.string()) })),
      }),
    }),
  }),
});

/** What a Deployment of the chart runs, and as whom. */
export interface DeploymentRun {
  readonly serviceAccount: string;
  readonly flags: Flags;
}

/** The arguments of the chart's Deployment as flags by their keys. Throws on one that the operator does not have. */
export function runOf(deployment: unknown): DeploymentRun {
  const { serviceAccountName, containers } = Deployment.parse(deployment).spec.template.spec;
  const keys = new Map(optionEntries().map(([key, { flag }]) => [flag, key]));
  const flags = (containers[0]?.args ?? []).slice(1).map((arg): [string, string] => {
    const [flag = '', ...value] = arg.replace(/^--/, '').split('=');
    const key = keys.get(flag);
    if (key === undefined) throw new Error(`the chart passes ${arg}, which the operator does not have`);
    return [key, value.join('=')];
  });
  return { serviceAccount: serviceAccountName, flags: Object.fromEntries(flags) };
}
