import { service } from '../container/index.ts';
import { WORKLOADS, type Reloader, type Workload, type Workloads } from '../contracts/index.ts';

/** Restarts by a change of the pod template: what `kubectl rollout restart` does, and what every controller of pod templates acts on. */
@service(WORKLOADS)
export class PodTemplateReloader implements Reloader {
  constructor(private readonly workloads: Workloads) {}

  restart(workload: Workload, restartedFor: Workload['restartedFor'], signal: AbortSignal): Promise<boolean> {
    return this.workloads.markPodTemplate(workload, restartedFor, signal);
  }
}
