import { OperatorError, type Clock, type Counter, type Log, type Metrics, type Random } from '#kernel';
import { sleep, type KubeClient } from '../client/index.ts';
import { watchBackoffMs } from './backoff.ts';
import type { Collection } from './collection.ts';
import { listPages } from './list-pages.ts';
import { watchOnce, type WatchEnd } from './watch-once.ts';

/** What informers are made of. */
export interface InformerContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Where a reflector puts what it sees. Items come as the server sent them. */
export interface ReflectorSink {
  /** A complete list follows. It may begin again before it has ended. */
  listBegins(): void;
  listed(item: unknown): void;
  /** What was not listed since `listBegins` was gone as of this version. */
  listEnds(resourceVersion: string): void;
  changed(item: unknown): void;
  deleted(item: unknown): void;
}

/** Why a watch ended or a list failed, as the metric has it. */
const CAUSES = [
  ...(['closed', 'expired', 'silent', 'failed'] as const satisfies readonly WatchEnd['cause'][]),
  ...['list-failed', 'list-gone', 'list-not-found', 'list-no-namespace'],
];
/** With one version, so many watches may fail in a row before a new list is the better guess. */
const FAILURES_BEFORE_RELIST = 3;
/** How often it is asked whether the API of an add-on has come: nobody waits for it, and most clusters never get it. */
const ADD_ON_RETRY_MS = 600_000;
/** A watch that ends without a word sooner than this was not a working one. */
const SHORTEST_WATCH_MS = 1_000;

/**
 * Keeps a sink in step with a collection: list, then watch, and watch again for ever. An expired version, and a watch
 * that keeps failing, lead to a new list, which the sink compares with what it has; any other failure keeps what is
 * there and tries again with back-off.
 */
export class Reflector {
  private readonly controller = new AbortController();
  private readonly log: Log;
  private readonly restarts: Counter;
  private running: Promise<void> | undefined;
  private saidMissing = false;
  private position: string | undefined;
  private listed = false;
  private without = false;
  private open = false;

  constructor(
    private readonly context: InformerContext,
    private readonly collection: Collection,
    private readonly sink: ReflectorSink,
    private readonly onSync: () => void,
  ) {
    const { type, namespace } = collection;
    this.log = context.log.child({ resource: type.plural, ...(namespace === undefined ? {} : { namespace }) });
    this.restarts = context.metrics.counter(
      'kubernetes_watch_restarts_total',
      'Ends of watches and failures of lists, by resource and cause; "closed" is the normal end after some minutes.',
      ['resource', 'cause'],
    );
    for (const cause of CAUSES) this.restarts.inc({ resource: type.plural, cause }, 0);
  }

  /** True from the end of the first complete list; of what is optional, also once it is known that there is none to be had. */
  get synced(): boolean {
    return this.listed || this.without;
  }

  /** True while a watch is open: what the sink holds is then no older than what is on the wire. */
  get current(): boolean {
    return this.open;
  }

  /** The resourceVersion that the sink has seen everything of; undefined before the first list. */
  get resourceVersion(): string | undefined {
    return this.position;
  }

  /** Begins; calling it again does nothing. */
  start(): void {
    this.running ??= this.run(this.controller.signal);
  }

  /** Ends list, watch and waiting; resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.controller.abort(new Error('the informer was stopped'));
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    let from: string | undefined;
    let failures = 0;
    while (!this.stopped()) {
      const relisted = from === undefined;
      from ??= await this.list(signal);
      if (from === undefined) {
        failures += 1;
        await this.pause(failures, signal);
        continue;
      }
      const startedAtMs = this.context.clock.monotonic();
      const end = await this.watch(from, signal);
      if (this.stopped()) return;
      this.tell(end);
      const worked = end.heard || this.context.clock.monotonic() - startedAtMs >= SHORTEST_WATCH_MS;
      failures = worked ? 0 : failures + 1;
      from = end.cause === 'expired' || failures >= FAILURES_BEFORE_RELIST ? undefined : end.resourceVersion;
      // A version may well have expired while nobody watched; one that was just listed may not, and asking on would be
      // a loop.
      const atOnce = end.cause === 'expired' ? worked || !relisted : worked && end.cause !== 'failed';
      if (!atOnce) await this.pause(Math.max(failures, 1), signal, end.error);
    }
  }

  private stopped(): boolean {
    return this.controller.signal.aborted;
  }

  /** The version to watch from; undefined when it failed, which has been logged. */
  private async list(signal: AbortSignal): Promise<string | undefined> {
    try {
      this.sink.listBegins();
      const listed = await listPages(
        this.context.client,
        this.collection,
        (item) => {
          this.sink.listed(item);
        },
        signal,
      );
      if (listed.kind !== 'listed') {
        this.countFailedList(listed.kind);
        this.tellMissing(listed.kind);
        return undefined;
      }
      this.position = listed.resourceVersion;
      this.sink.listEnds(listed.resourceVersion);
      this.saidMissing = false;
      if (!this.listed) {
        this.listed = true;
        this.onSync();
      }
      return listed.resourceVersion;
    } catch (error) {
      if (signal.aborted) return undefined;
      this.countFailedList('failed');
      const isForbidden = error instanceof OperatorError && error.reason === 'KubernetesForbidden';
      const again = isForbidden && this.without;
      if (isForbidden) this.doWithout();
      this.log[again ? 'debug' : 'warn']('list failed, trying again', describe(error));
      return undefined;
    }
  }

  private async watch(from: string, signal: AbortSignal): Promise<WatchEnd> {
    try {
      return await watchOnce(
        this.context,
        this.collection,
        from,
        {
          opened: () => {
            this.open = true;
          },
          event: (event) => {
            this.position = event.resourceVersion;
            if (event.kind === 'changed') this.sink.changed(event.object);
            else if (event.kind === 'deleted') this.sink.deleted(event.object);
          },
        },
        signal,
      );
    } finally {
      this.open = false;
    }
  }

  private countFailedList(cause: string): void {
    this.restarts.inc({ resource: this.collection.type.plural, cause: `list-${cause}` });
  }

  private tell(end: WatchEnd): void {
    this.restarts.inc({ resource: this.collection.type.plural, cause: end.cause });
    if (end.cause === 'failed') this.log.warn('watch failed, trying again', describe(end.error));
    else this.log.debug('watch ended', { cause: end.cause });
  }

  /** Whether that it is not to be had is nothing to wait for. It is asked for again all the same. */
  private doWithout(): boolean {
    if (this.collection.optional !== true) return false;
    if (!this.synced) {
      this.without = true;
      this.onSync();
    }
    return true;
  }

  private tellMissing(kind: 'not-found' | 'no-namespace' | 'gone'): void {
    if (kind === 'gone') {
      this.log.warn('the pages of a list expired before it was read, trying again');
      return;
    }
    if (this.saidMissing) return;
    this.saidMissing = true;
    if (this.doWithout()) this.log.debug('the API server does not serve this resource');
    else this.log.warn('the API server does not serve this resource yet (is its CRD installed?); asking until it does');
  }

  private pause(failures: number, signal: AbortSignal, error?: unknown): Promise<void> {
    const { clock, random } = this.context;
    if (this.saidMissing && this.collection.optional === true) {
      return sleep(clock, ADD_ON_RETRY_MS * (0.9 + 0.1 * random.next()), signal);
    }
    const asked = error instanceof OperatorError ? (error.retryAfterMs ?? 0) : 0;
    return sleep(clock, Math.max(asked, watchBackoffMs(failures, random)), signal);
  }
}

/** Fields for the log; of an unclassified error its name only. */
function describe(error: unknown): { reason: string; error: string } {
  if (error instanceof OperatorError) return { reason: error.reason, error: error.message };
  return { reason: 'InternalError', error: error instanceof Error ? error.name : 'unknown' };
}
