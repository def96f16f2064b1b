import { z } from 'zod';
import { BareLoopTask, type Example } from './bare-loop-task.ts';
import { startBareLoop } from './bare-loop-process.ts';
import type { BenchWorld } from './bench-world.ts';
import { callCounts, metricSum, type CallCounts } from './call-counts.ts';
import { KEYS_PER_SOURCE, namesOf, paths } from './objects.ts';
import { OperatorProcess, type OperatorProgram } from './operator-process.ts';
import { processUsage } from './process-usage.ts';
import { watchReady } from './ready-watch.ts';

/** What is the same for all rounds. */
export interface RoundSettings {
  readonly program: OperatorProgram;
  readonly resources: number;
  readonly concurrency: number;
  readonly cpuProfile: string | undefined;
}

/** What both contestants are measured by. */
export interface Measurement {
  /** From the beginning of work until the last resource was seen Ready. */
  readonly seconds: number;
  /** CPU time of the contestant in those seconds. */
  readonly cpuSeconds: number;
  /** CPU time of API server and etcd in those seconds. */
  readonly serverCpuSeconds: number;
  readonly peakMiB: number;
}

/** The operator's round, with what only it has. */
export interface OperatorMeasurement extends Measurement {
  /** From the start of the process until it worked: loading, connecting, listing. */
  readonly startSeconds: number;
  readonly calls: CallCounts;
  readonly passes: number;
  readonly infisicalCalls: Readonly<Record<string, number>>;
}

const READY_TIMEOUT_MS = 600_000;

/** One cold start of the operator over resources that are there already. */
export async function operatorRound(
  world: BenchWorld,
  namespace: string,
  { resources, ...settings }: RoundSettings,
): Promise<OperatorMeasurement> {
  await world.populate(namespace, resources);
  world.infisical.calls.reset();
  const watch = await watchReady(world.api, namespace, resources, READY_TIMEOUT_MS);
  const operator = await OperatorProcess.start({ kubeconfig: world.plane.kubeconfigPath, ...settings });
  try {
    const [before, serversBefore] = [await processUsage(operator.pid), await serverCpu(world)];
    const lastReadyAt = await watch.allReady;
    const [usage, serversAfter] = [await processUsage(operator.pid), await serverCpu(world)];
    const metrics = await operator.metrics();
    return {
      seconds: (lastReadyAt - operator.workingAt) / 1_000,
      startSeconds: operator.startMs / 1_000,
      cpuSeconds: usage.cpuSeconds - before.cpuSeconds,
      serverCpuSeconds: serversAfter - serversBefore,
      peakMiB: usage.peakMiB,
      calls: callCounts(metrics),
      passes: metricSum(metrics, 'infisical_operator_passes_total'),
      infisicalCalls: countByRoute(world),
    };
  } finally {
    watch.stop();
    await operator.stop();
  }
}

/** The same end state by the bare loop: `example` under the names of the resources. */
export async function bareLoopRound(
  world: BenchWorld,
  namespace: string,
  { resources, concurrency }: RoundSettings,
  example: Example,
): Promise<Measurement> {
  const names = await world.populate(namespace, resources);
  const watch = await watchReady(world.api, namespace, resources, READY_TIMEOUT_MS);
  try {
    const serversBefore = await serverCpu(world);
    const { access } = world;
    const run = await startBareLoop({ ...example, access, namespace, names: [...names], concurrency });
    const lastReadyAt = await watch.allReady;
    const serversAfter = await serverCpu(world);
    return {
      ...(await run.ended),
      seconds: (lastReadyAt - run.workingAt) / 1_000,
      serverCpuSeconds: serversAfter - serversBefore,
    };
  } finally {
    watch.stop();
  }
}

const Resource = z.object({ status: z.record(z.string(), z.unknown()) });

/** What the operator made of the first resource of a namespace. Throws when it did not make what is measured here. */
export async function exampleOf(world: BenchWorld, namespace: string): Promise<Example> {
  const [name = ''] = namesOf(1);
  const secret = BareLoopTask.shape.secret.parse(
    await world.api.call({ method: 'GET', path: `${paths.secrets(namespace)}/${name}` }),
  );
  const { status } = Resource.parse(
    await world.api.call({ method: 'GET', path: `${paths.resources(namespace)}/${name}` }),
  );
  const keys = Object.keys(secret.data).length;
  if (keys !== KEYS_PER_SOURCE) throw new Error(`a target has ${keys} keys, not ${KEYS_PER_SOURCE}`);
  return { secret, status };
}

async function serverCpu(world: BenchWorld): Promise<number> {
  const usages = await Promise.all(world.plane.pids().map(processUsage));
  return usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

function countByRoute(world: BenchWorld): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of world.infisical.calls.list()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
