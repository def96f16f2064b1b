import type { SourceSubscription } from '#kernel';
import { EventHub } from '../../../src/infisical/event-stream/index.ts';
import type { Folder } from '../../../src/infisical/sources/index.ts';
import { FakeClock, FixedRandom, RecordingLog, RecordingMetrics, settle } from '../../../src/testkit/fakes/index.ts';
import { ScriptedStreams } from '../fixtures/scripted-streams.ts';

/** A source to watch, and who watches it. */
export interface SourceOptions {
  /** Identity of the caller. */
  readonly caller?: string;
  /** Tells callers of one identity apart. */
  readonly name?: string;
  readonly projectId?: string;
  readonly environment?: string;
  readonly path?: string;
  readonly recursive?: boolean;
  readonly imports?: readonly Folder[];
}

/** A subscription, with what it brought. */
export class Watcher {
  news = 0;
  subscription: SourceSubscription | undefined;

  /** How it stands, in short: the reason where it is polling. */
  get stands(): string {
    const listening = this.subscription?.listening;
    return listening?.kind === 'polling' ? listening.error.reason : (listening?.kind ?? 'none');
  }

  close(): void {
    this.subscription?.close();
  }
}

/** A hub over streams that a test scripts, on a clock that stands still. */
export class HubBench {
  readonly clock = new FakeClock();
  readonly log = new RecordingLog();
  readonly metrics = new RecordingMetrics();
  readonly streams = new ScriptedStreams();
  readonly hub: EventHub;
  /** How often each source was outdated, by identity, project, environment and path. */
  outdated: Record<string, number> = {};

  constructor(mostStreams?: number) {
    const { clock, log, metrics } = this;
    this.hub = new EventHub({ clock, random: new FixedRandom(0), log, metrics }, mostStreams);
  }

  /** Subscribes to the root of `dev` of the project `shop`, unless its options say otherwise. */
  watch(options: SourceOptions = {}): Watcher {
    const { caller = 'operator', projectId = 'shop', environment = 'dev', path = '/', recursive = false } = options;
    const key = `${caller} ${projectId} ${environment} ${path}`;
    const watcher = new Watcher();
    watcher.subscription = this.hub.join({
      caller: this.streams.caller(caller, options.name),
      projectId,
      source: {
        key,
        environment,
        path,
        recursive,
        imports: () => options.imports ?? [],
        outdate: () => (this.outdated[key] = (this.outdated[key] ?? 0) + 1),
      },
      onNews: () => (watcher.news += 1),
    });
    return watcher;
  }

  /** Subscribes, and forgets what came with the beginning. */
  async watching(options: SourceOptions = {}): Promise<Watcher> {
    const watcher = this.watch(options);
    await settle();
    watcher.news = 0;
    this.outdated = {};
    return watcher;
  }
}
