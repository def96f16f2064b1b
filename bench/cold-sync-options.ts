import { parseArgs } from 'node:util';
import { z } from 'zod';

const count = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);

const Options = z.object({
  resources: count(1, 100_000),
  rounds: count(1, 99),
  concurrency: count(1, 256),
  'write-docs': z.boolean(),
  'cpu-profile': z.string().optional(),
  operator: z.string().optional(),
});

/** The options of the benchmark of a cold sync. */
export interface ColdSyncOptions {
  readonly resources: number;
  /** Pairs of rounds, each the operator and then the bare loop. */
  readonly rounds: number;
  readonly concurrency: number;
  readonly writeDocs: boolean;
  /** Folder for CPU profiles of the operator. */
  readonly cpuProfile: string | undefined;
  /** Another build of the operator to measure: the file that Node is to run. */
  readonly operatorFile: string | undefined;
}

/** Reads the command line. Throws an Error that names the option. */
export function parseColdSyncOptions(args: readonly string[]): ColdSyncOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      resources: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '16' },
      'write-docs': { type: 'boolean', default: false },
      'cpu-profile': { type: 'string' },
      operator: { type: 'string' },
    },
  });
  const parsed = Options.safeParse(values);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('; '));
  }
  const { resources, rounds, concurrency } = parsed.data;
  return {
    resources,
    rounds,
    concurrency,
    writeDocs: parsed.data['write-docs'],
    cpuProfile: parsed.data['cpu-profile'],
    operatorFile: parsed.data.operator,
  };
}
