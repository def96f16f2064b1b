import { z } from 'zod';
import {
  formatKey,
  formatWorkload,
  retryable,
  terminal,
  type Counter,
  type ObjectReference,
  type ReloaderContribution,
  type Workload,
  type Workloads,
} from '#kernel';
import { MEDIA, apiVersionOf, unavailable, unexpected, type KubeRequest } from '../client/index.ts';
import type { InformerContext, Scope } from '../informer/index.ts';
import { FIELD_MANAGERS } from '../objects/index.ts';
import { WorkloadIndex } from './workload-index.ts';
import { WorkloadInformer } from './workload-informer.ts';
import { RESTARTED_FOR } from './workload-of.ts';

const versioned = z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) });

interface Kind {
  readonly contribution: ReloaderContribution;
  readonly informer: WorkloadInformer;
}

/** Workloads of the cluster that asked to be restarted: found by an index over watches, marked by server-side apply. */
export class ClusterWorkloads implements Workloads {
  private readonly index = new WorkloadIndex();
  private readonly kinds: ReadonlyMap<string, Kind>;
  private readonly handlers: ((reference: ObjectReference) => void)[] = [];
  private readonly restarts: Counter;

  constructor(
    private readonly context: InformerContext,
    reloaders: readonly ReloaderContribution[],
    scope: Scope,
  ) {
    this.kinds = new Map(
      reloaders.map((contribution) => {
        const informer = new WorkloadInformer(context, contribution, scope, this.index, (reference) => {
          for (const handler of this.handlers) handler(reference);
        });
        return [contribution.key, { contribution, informer }];
      }),
    );
    this.restarts = context.metrics.counter(
      'reloads_total',
      'Restarts of workloads, by kind and result: "done", "gone" before it could be restarted, or "failed".',
      ['kind', 'result'],
    );
    for (const kind of this.kinds.keys()) {
      for (const result of ['done', 'gone', 'failed']) this.restarts.inc({ kind, result }, 0);
    }
  }

  /** One for each kind. */
  get informers(): readonly WorkloadInformer[] {
    return [...this.kinds.values()].map(({ informer }) => informer);
  }

  /** Called with each object that a workload began or ceased to use. */
  subscribe(handler: (reference: ObjectReference) => void): void {
    this.handlers.push(handler);
  }

  using(reference: ObjectReference): readonly Workload[] {
    return this.index.using(reference);
  }

  current({ kind, namespace, name, uid }: Workload): Workload | undefined {
    const present = this.index.get(`${kind} ${formatKey({ namespace, name })}`);
    return present?.uid === uid ? present : undefined;
  }

  async markPodTemplate(
    workload: Workload,
    restartedFor: Workload['restartedFor'],
    signal: AbortSignal,
  ): Promise<boolean> {
    const { kind } = workload;
    try {
      const isDone = await this.mark(workload, restartedFor, signal);
      this.restarts.inc({ kind, result: isDone ? 'done' : 'gone' });
      return isDone;
    } catch (error) {
      if (!signal.aborted) this.restarts.inc({ kind, result: 'failed' });
      throw error;
    }
  }

  private async mark(
    workload: Workload,
    restartedFor: Workload['restartedFor'],
    signal: AbortSignal,
  ): Promise<boolean> {
    const kind = this.kinds.get(workload.kind);
    if (kind === undefined) throw new Error(`there is no reloader for ${workload.kind}`);
    const { type, podTemplate } = kind.contribution;
    const { namespace, name, uid } = workload;
    const annotations = { [RESTARTED_FOR]: JSON.stringify(Object.fromEntries(sorted(restartedFor))) };
    const request: KubeRequest = {
      verb: 'patch',
      target: { type, namespace, name },
      query: { fieldManager: FIELD_MANAGERS.restarts, force: 'true' },
      accept: MEDIA.metadata,
      body: {
        contentType: MEDIA.apply,
        value: {
          apiVersion: apiVersionOf(type),
          kind: type.kind,
          // The uid keeps an apply from making a workload that is gone anew.
          metadata: { namespace, name, uid },
          ...nested(podTemplate, { metadata: { annotations } }),
        },
      },
    };
    const answer = await this.context.client.request(request, signal);
    switch (answer.kind) {
      case 'ok': {
        const parsed = versioned.safeParse(answer.body);
        if (!parsed.success) throw unavailable(request, 'answered with something that is not an object');
        kind.informer.adopt({ ...workload, restartedFor }, parsed.data.metadata.resourceVersion);
        return true;
      }
      case 'not-found':
      case 'no-namespace':
        return false;
      case 'conflict':
        if (answer.cause === 'stale') return false;
        throw retryable('KubernetesUnavailable', `${formatWorkload(workload)} changed meanwhile.`);
      case 'invalid':
        throw terminal('RestartRefused', `${formatWorkload(workload)} cannot be restarted: ${answer.message}`);
      case 'gone':
        throw unexpected(request, answer);
    }
  }
}

/** In one order, so that the same marks are the same text. */
function sorted(marks: Workload['restartedFor']): readonly (readonly [string, string])[] {
  return Object.entries(marks).sort(([a], [b]) => (a < b ? -1 : 1));
}

function nested(path: readonly string[], value: object): Readonly<Record<string, object>> {
  const [first, ...rest] = path;
  if (first === undefined) throw new Error('a pod template is never the whole object');
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}
