import type { Clock, Controller, Gauge, Log, ReferenceChange, ReferenceInformer, ResourceInformer } from '#kernel';
import type { ClosableInfisical } from '../infisical/index.ts';
import type { BackgroundEventRecorder, ClusterWorkloads, KubeClient, LeaseElection } from '../kube/index.ts';
import type { LiveSettings } from './live-settings.ts';
import { viewOf, type StatusDocument } from './status-page/index.ts';
import { VERSION } from './version.ts';

/** Something that lists and watches. */
interface Startable {
  start(): void;
  stop(): Promise<void>;
  whenSynced(signal: AbortSignal): Promise<void>;
}

/** What the composition hands over. */
export interface OperatorParts {
  readonly log: Log;
  readonly clock: Clock;
  /** Ids of the plugins that are loaded, with where each comes from. */
  readonly plugins: ReadonlyMap<string, string>;
  /** Tells whether passes are being made. */
  readonly working: Gauge;
  readonly client: KubeClient;
  readonly infisical: ClosableInfisical;
  readonly events: BackgroundEventRecorder;
  readonly settings: LiveSettings;
  /** Of the ConfigMap `infisical-config` alone. */
  readonly configMap: ReferenceInformer & Startable;
  readonly references: readonly (ReferenceInformer & Startable)[];
  readonly workloads: ClusterWorkloads;
  readonly resources: readonly { readonly informer: ResourceInformer & Startable; readonly controller: Controller }[];
  /** Undefined: this process works without asking anybody. */
  readonly election: LeaseElection | undefined;
}

/** The running whole: starts the parts in order, and stops them in the other. */
export class Operator {
  private readonly stopping = new AbortController();
  private working = false;

  constructor(private readonly parts: OperatorParts) {
    const { references, configMap, workloads, resources, settings, working } = parts;
    working.set(0);
    for (const informer of references) {
      informer.setInterest((reference) => resources.some(({ controller }) => controller.interestedIn(reference)));
      informer.subscribe((change) => {
        this.tell(change);
      });
    }
    workloads.subscribe((reference) => {
      for (const { controller } of resources) controller.onUse(reference);
    });
    configMap.setInterest(() => true);
    configMap.subscribe(() => void settings.refresh());
    // Passes must see the new settings, so they are woken only when these have been read.
    settings.subscribe((reference) => {
      this.tell({ reference, observed: undefined });
    });
  }

  /** True when every cache has been filled once; the text names what is missing. */
  ready(): true | string {
    const { references, configMap, workloads, resources } = this.parts;
    const waiting = [
      ...resources.filter(({ informer }) => !informer.synced).map(({ informer }) => informer.type.plural),
      ...([...references, configMap].every(({ synced }) => synced) ? [] : ['referenced objects']),
      ...(workloads.informers.every(({ synced }) => synced) ? [] : ['workloads']),
    ];
    return waiting.length === 0 ? true : `not listed yet: ${waiting.join(', ')}`;
  }

  /** All that the status page shows, of this moment. */
  status(): StatusDocument {
    const { resources, plugins } = this.parts;
    const ready = this.ready();
    return {
      version: VERSION,
      working: this.working,
      missing: ready === true ? undefined : ready,
      plugins: [...plugins].map(([id, origin]) => ({ id, origin })),
      kinds: resources.map(({ informer, controller }) =>
        viewOf({
          kind: informer.type.kind,
          waiting: controller.waiting,
          objects: informer.list(),
          resting: controller.resting(),
        }),
      ),
    };
  }

  /**
   * Fills the caches, takes the lease where one is asked for, and begins to work. Resolves when it works; rejects when stopped before. `onLost` is called when
   * the lease is lost afterwards: everything that writes has been aborted by then, and the process should end.
   */
  async start(onLost: (reason: Error) => void): Promise<void> {
    const { references, configMap, workloads, resources, settings, election, log } = this.parts;
    const { signal } = this.stopping;
    // Resources first: their references are the interest of the others.
    const informers = resources.map(({ informer }) => informer);
    await startAll(informers, signal);
    await startAll([...references, configMap, ...workloads.informers], signal);
    await settings.refresh();
    log.info('caches are filled', { resources: informers.reduce((sum, informer) => sum + informer.list().length, 0) });
    if (election !== undefined) await this.elected(election, onLost);
    this.working = true;
    this.parts.working.set(1);
    for (const { controller } of resources) controller.start();
    log.info('working');
  }

  /** Whether passes are being made. */
  get isWorking(): boolean {
    return this.working;
  }

  /**
   * Stops within `withinMs`: no new pass; running ones end, or are aborted when half of the time is gone; then watches, lease and
   * connections. Safe to call in any state, once.
   */
  async stop(withinMs: number): Promise<void> {
    const { references, configMap, workloads, settings, resources, election, events, infisical, client, log } =
      this.parts;
    this.working = false;
    this.parts.working.set(0);
    await Promise.all(resources.map(({ controller }) => controller.stop(withinMs / 2)));
    this.stopping.abort(new DOMException('The operator is stopping.', 'AbortError'));
    // Given back only now: until here a pass of ours may have been writing.
    await Promise.allSettled([
      election?.stop(),
      settings.stop(),
      events.flush(withinMs / 4).then(() => events.stop()),
      ...[...references, configMap, ...workloads.informers, ...resources.map(({ informer }) => informer)].map(
        (informer) => informer.stop(),
      ),
    ]);
    await infisical.close();
    await client.close();
    log.info('stopped');
  }

  /** Resolves when this process leads; rejects when stopped before. */
  private elected(election: LeaseElection, onLost: (reason: Error) => void): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new DOMException('The operator is stopping.', 'AbortError'));
      });
      election.start({
        elected: resolve,
        lost: () => {
          const reason = new Error('the lease was lost');
          this.parts.working.set(0);
          for (const { controller } of this.parts.resources) controller.abort(reason);
          onLost(reason);
        },
      });
    });
  }

  private tell(change: ReferenceChange): void {
    for (const { controller } of this.parts.resources) controller.onReference(change);
  }
}

async function startAll(informers: readonly Startable[], signal: AbortSignal): Promise<void> {
  for (const informer of informers) informer.start();
  await Promise.all(informers.map((informer) => informer.whenSynced(signal)));
}
