import {
  formatKey,
  parseKey,
  type Clock,
  type CustomResource,
  type Log,
  type Metrics,
  type ObjectKey,
  type ObjectReference,
  type PassResult,
  type Priority,
  type Random,
  type ReferenceChange,
  type Resource,
  type ResourceChange,
  type ResourceInformer,
  type ResourceStates,
  type Wake,
} from '../contracts/index.ts';
import type { Gatekeeper } from '../access/index.ts';
import { WorkQueue, backoffMs, type QueueLimits } from '../queue/index.ts';
import { ControllerMetrics, FAILED, type RestingRecord } from './controller-metrics.ts';
import { ReferenceIndex } from './reference-index.ts';

/** What a controller works with. */
export interface ControllerDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** One resource kind to drive. */
export interface ControllerOptions {
  readonly kind: string;
  readonly resource: Resource;
  readonly informer: ResourceInformer;
  readonly limits: QueueLimits;
  readonly gatekeeper: Pick<Gatekeeper, 'for' | 'withGrantors' | 'decidesFor'>;
  /** Where passes can be, for metrics. */
  readonly states?: ResourceStates | undefined;
}

/** Turns events into keys, keys into passes, and the outcome of a pass into the time of the next. Knows no kind and no machine. */
export class Controller {
  private readonly queue: WorkQueue;
  private readonly references = new ReferenceIndex();
  private readonly records = new Map<string, RestingRecord>();
  private readonly log: Log;
  private readonly metrics: ControllerMetrics;
  private readonly stopping = new AbortController();
  private detach: (() => void) | undefined;
  private passCount = 0;

  constructor(
    private readonly dependencies: ControllerDependencies,
    private readonly options: ControllerOptions,
  ) {
    const { clock, metrics } = dependencies;
    const { kind, states } = options;
    this.log = dependencies.log.child({ kind });
    this.metrics = new ControllerMetrics(metrics, { kind, states, clock, records: this.records });
    this.queue = new WorkQueue(clock, options.limits, this.metrics);
    options.informer.subscribe((change) => {
      this.onResource(change);
    });
  }

  /** Whether some resource of this kind refers to that object; reference informers ask it at their door. */
  interestedIn(reference: ObjectReference): boolean {
    return this.references.has(reference);
  }

  /** A referred object changed. */
  onReference(change: ReferenceChange): void {
    for (const name of this.references.keysOf(change.reference)) {
      const object = this.options.informer.get(parseKey(name));
      if (object === undefined) continue;
      const { resource, gatekeeper } = this.options;
      const matters =
        gatekeeper.decidesFor(object.metadata, change.reference) ||
        this.ask(name, () => resource.concerns(object, change.reference, change.observed), true);
      if (!matters) continue;
      this.queue.add(name, this.laneOf(name, object), 'drift');
    }
  }

  /** Something about an object that resources refer to has changed which is no change of the object itself: who uses it. */
  onUse(reference: ObjectReference): void {
    for (const name of this.references.keysOf(reference)) {
      const object = this.options.informer.get(parseKey(name));
      if (object !== undefined) this.queue.add(name, this.laneOf(name, object), 'drift');
    }
  }

  /** Starts to work. Call it when all informers have synced, or passes would take absent for deleted. */
  start(): void {
    const { resource } = this.options;
    const wake: Wake = (key, priority) => {
      this.wake(key, priority);
    };
    this.detach = this.ask(this.options.kind, () => resource.attach?.(wake), undefined);
    this.metrics.started();
    this.queue.start((name) => this.work(name));
  }

  /**
   * Stops giving out keys and waits for running passes; those that still run after `graceMs` are aborted. Resolves when none runs.
   */
  async stop(graceMs: number): Promise<void> {
    this.leave();
    const timer = this.dependencies.clock.timer(graceMs, () => {
      this.stopping.abort(new DOMException('The operator is stopping.', 'AbortError'));
    });
    await this.queue.stop();
    timer.cancel();
  }

  /** Aborts all passes at once: the lease is lost, and another may be writing already. */
  abort(reason: Error): void {
    this.stopping.abort(reason);
    this.leave();
  }

  /** Keys that wait for a worker now. */
  get waiting(): number {
    return this.queue.depth;
  }

  /** Resting states by key, for the status page and for tests. */
  resting(): ReadonlyMap<string, RestingRecord> {
    return this.records;
  }

  private wake(key: ObjectKey, priority: Priority): void {
    const object = this.options.informer.get(key);
    if (object === undefined) return;
    const name = formatKey(key);
    this.queue.add(name, this.laneOf(name, object), priority);
  }

  /** No pass will begin any more. */
  private leave(): void {
    const { detach } = this;
    this.detach = undefined;
    this.metrics.stopped();
    this.ask(this.options.kind, () => detach?.(), undefined);
  }

  private onResource({ previous, next }: ResourceChange): void {
    const { resource } = this.options;
    if (next === undefined) {
      if (previous !== undefined) this.drop(formatKey(previous.metadata), previous);
      return;
    }
    const name = formatKey(next.metadata);
    // Deleted and made again between two looks: nothing that was remembered of the old one holds for the new one.
    if (previous !== undefined && previous.metadata.uid !== next.metadata.uid) {
      this.drop(name, previous);
    }
    const urgency = this.ask(name, () => resource.urgency(previous, next), 'edit');
    if (urgency === undefined) return;
    this.noteReferences(name, next);
    if (!this.records.has(name)) this.records.set(name, { state: undefined, failures: 0, goodAtMs: this.nowMs() });
    this.queue.add(name, this.laneOf(name, next), urgency);
  }

  private drop(name: string, object: CustomResource): void {
    this.queue.remove(name);
    this.references.delete(name);
    this.records.delete(name);
    this.ask(
      name,
      () => {
        this.options.resource.forget(object);
      },
      undefined,
    );
  }

  private noteReferences(name: string, object: CustomResource): void {
    const references = this.ask(name, () => this.options.resource.references(object), []);
    this.references.set(name, this.options.gatekeeper.withGrantors(object.metadata, references));
  }

  /** A resource that cannot tell its lane gets one of its own, where it holds up nobody. */
  private laneOf(name: string, object: CustomResource): string {
    return this.ask(name, () => this.options.resource.lane(object), name);
  }

  /** Asks the resource something that it should never fail at. A plugin that does so must lose no event, and not the process. */
  private ask<T>(name: string, question: () => T, otherwise: T): T {
    try {
      return question();
    } catch (error) {
      this.log.error('a resource failed at a question', { resource: name, error });
      return otherwise;
    }
  }

  private async work(name: string): Promise<void> {
    if (this.isAborted()) return;
    const object = this.options.informer.get(parseKey(name));
    if (object === undefined) return;
    // Global settings are among the references and change without an event of the object.
    this.noteReferences(name, object);
    this.passCount += 1;
    const id = this.passCount.toString(36);
    const log = this.log.child({ resource: name, pass: id });
    const beganMs = this.nowMs();
    try {
      const result = await this.options.resource.reconcile({
        object,
        id,
        signal: this.stopping.signal,
        access: this.options.gatekeeper.for(object.metadata),
        entered: this.metrics.phasesOfPass(),
      });
      const tookMs = this.nowMs() - beganMs;
      this.metrics.ended(result.state, tookMs);
      log.debug('pass ended', { state: result.state, tookMs: Math.round(tookMs) });
      this.requeue(name, object, result);
    } catch (error) {
      if (this.isAborted()) return;
      log.error('pass failed in the operator itself', { error });
      this.metrics.ended(FAILED, this.nowMs() - beganMs);
      this.requeue(name, object, { state: FAILED, requeue: { kind: 'backoff', atLeastMs: 0 } });
    }
  }

  private nowMs(): number {
    return this.dependencies.clock.monotonic();
  }

  private isAborted(): boolean {
    return this.stopping.signal.aborted;
  }

  private requeue(name: string, worked: CustomResource, { state, requeue }: PassResult): void {
    const object = this.options.informer.get(parseKey(name));
    // Made anew while the pass ran: its outcome says nothing of the new object, which has a pass of its own waiting.
    if (object?.metadata.uid !== worked.metadata.uid) return;
    const lane = this.laneOf(name, object);
    const { failures: before = 0, goodAtMs = this.nowMs() } = this.records.get(name) ?? {};
    const failures = { backoff: before + 1, putOff: before, after: 0, none: 0 }[requeue.kind];
    this.records.set(name, { state, failures, goodAtMs: this.metrics.isGood(state) ? this.nowMs() : goodAtMs });
    if (requeue.kind === 'after' || requeue.kind === 'putOff') this.queue.addAfter(name, lane, requeue.ms);
    if (requeue.kind === 'backoff') {
      this.queue.addAfter(name, lane, Math.max(requeue.atLeastMs, backoffMs(failures, this.dependencies.random)));
    }
  }
}
