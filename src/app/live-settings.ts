import { isDeepStrictEqual } from 'node:util';
import {
  OperatorError,
  backoffMs,
  formatKey,
  type CaSetting,
  type Clock,
  type GlobalSettings,
  type Log,
  type ObjectKey,
  type ObjectReference,
  type Random,
  type SecretText,
  type Settings,
  type Timer,
} from '#kernel';
import { CONFIG_MAP_NAME, parseInfisicalConfig, unusableCa, type CaReference } from './infisical-config.ts';

/** What holds where neither a resource nor the ConfigMap says otherwise. */
export interface SettingsDefaults {
  readonly hostAPI: string;
  readonly resyncMs: number;
  /** Namespace of the ConfigMap. */
  readonly namespace: string;
}

/** Something that is kept an eye on until it is stopped. */
export interface Watch {
  stop(): Promise<void>;
}

/** What the settings are read from, and with what. */
export interface SettingsSources {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The text of an object by key; undefined when there is none. Never an older state than a watch has told of. */
  read(kind: 'Secret' | 'ConfigMap', key: ObjectKey, signal: AbortSignal): Promise<SecretText | undefined>;
  /** Calls `changed` at each change of a Secret. */
  watchSecret(key: ObjectKey, changed: () => void): Watch;
  /** Throws an OperatorError when the text is no PEM bundle. */
  checkCa(pem: string): void;
}

/**
 * The settings of this moment: flags, under the ConfigMap `infisical-config` as it was last read. The CA bundle that it names is the operator's own affair:
 * it is read here, once per change, by a watch of its own, so that it is there whatever namespaces the operator works in.
 */
export class LiveSettings implements Settings {
  private readonly configMap: ObjectReference;
  private settings: GlobalSettings;
  private reading: Promise<void> = Promise.resolve();
  private ca: { readonly secret: ObjectKey; readonly watch: Watch } | undefined;
  private readonly stopping = new AbortController();
  private retry: Timer | undefined;
  private failures = 0;
  private changed: () => void = () => undefined;

  constructor(
    private readonly defaults: SettingsDefaults,
    private readonly sources: SettingsSources,
  ) {
    this.configMap = { kind: 'ConfigMap', namespace: defaults.namespace, name: CONFIG_MAP_NAME };
    this.settings = this.build(undefined, undefined);
  }

  current(): GlobalSettings {
    return this.settings;
  }

  /** Whether the settings are read from this object. */
  isSource({ kind, namespace, name }: ObjectReference): boolean {
    const sources = [
      this.configMap,
      ...(this.ca === undefined ? [] : [{ kind: 'Secret', ...this.ca.secret } as const]),
    ];
    return sources.some((source) => source.kind === kind && source.namespace === namespace && source.name === name);
  }

  /** `changed` is called after each change of what is current, with the object that every resource depends on. */
  subscribe(changed: (source: ObjectReference) => void): void {
    this.changed = () => {
      changed(this.configMap);
    };
  }

  /**
   * Reads everything again; one who asks while it is being read waits for a read that began later. What cannot be read leaves the settings as they are, is
   * logged, and is tried again.
   */
  refresh(): Promise<void> {
    this.retry?.cancel();
    this.reading = this.reading.then(() => this.readAgain());
    return this.reading;
  }

  /** Ends what it watches, and reads nothing more. */
  async stop(): Promise<void> {
    this.stopping.abort(new DOMException('The operator is stopping.', 'AbortError'));
    this.retry?.cancel();
    await this.reading;
    await this.ca?.watch.stop();
  }

  private async readAgain(): Promise<void> {
    if (this.isStopped()) return;
    try {
      const data = await this.sources.read('ConfigMap', this.configMap, this.stopping.signal);
      const config = parseInfisicalConfig(this.configMap, data ?? new Map());
      const { ca } = config;
      const isUsable = ca !== undefined && 'secret' in ca;
      // Watched before it is read, so that no change falls between the two.
      await this.follow(isUsable ? ca.secret : undefined);
      this.take(this.build(config.hostAPI, isUsable ? await this.readCa(ca) : ca));
      this.failures = 0;
    } catch (error) {
      if (this.isStopped()) return;
      // Said once: it is tried again for as long as it takes.
      this.sources.log[this.failures === 0 ? 'warn' : 'debug']('the settings cannot be read; they stay as they are', {
        error,
      });
      this.failures += 1;
      this.retry = this.sources.clock.timer(backoffMs(this.failures, this.sources.random), () => void this.refresh());
    }
  }

  private async readCa({ secret, key }: CaReference): Promise<CaSetting> {
    const name = `tls.caRef: Secret ${formatKey(secret)}`;
    try {
      const text = await this.sources.read('Secret', secret, this.stopping.signal);
      if (text === undefined) return { error: unusableCa(this.configMap, `${name} does not exist`) };
      const pem = text.get(key);
      if (pem === undefined) return { error: unusableCa(this.configMap, `${name} has no key ${key}`) };
      this.sources.checkCa(pem);
      return { pem };
    } catch (error) {
      if (!(error instanceof OperatorError) || error.disposition === 'retryable') throw error;
      return { error: unusableCa(this.configMap, `${name}, key ${key}: ${error.message.replace(/\.$/u, '')}`) };
    }
  }

  private async follow(secret: ObjectKey | undefined): Promise<void> {
    if (isDeepStrictEqual(this.ca?.secret, secret)) return;
    await this.ca?.watch.stop();
    this.ca = secret && { secret, watch: this.sources.watchSecret(secret, () => void this.refresh()) };
  }

  private take(settings: GlobalSettings): void {
    if (isDeepStrictEqual(settings, this.settings)) return;
    this.settings = settings;
    this.changed();
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private build(hostAPI: string | undefined, ca: CaSetting | undefined): GlobalSettings {
    return {
      host:
        hostAPI === undefined
          ? { url: this.defaults.hostAPI, from: '--host-api' }
          : { url: hostAPI, from: `hostAPI of ConfigMap ${formatKey(this.configMap)}` },
      ca,
      resyncMs: this.defaults.resyncMs,
      dependencies: [this.configMap],
    };
  }
}
