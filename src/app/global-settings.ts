import { z } from 'zod';
import type { GlobalSettings, Log, ObjectReference, Settings } from '#kernel';

/** Name of the ConfigMap that holds settings for all resources, as users of Infisical's operator have it. */
const CONFIG_MAP = 'infisical-config';

/** Its keys; others are ignored, an empty value counts as absent. */
const Keys = z
  .object({
    hostAPI: z.string(),
    'tls.caRef.secretName': z.string(),
    'tls.caRef.secretNamespace': z.string(),
    'tls.caRef.key': z.string(),
  })
  .partial();

/** What holds where neither a resource nor the ConfigMap says otherwise. */
export interface SettingsDefaults {
  readonly hostAPI: string;
  readonly resyncMs: number;
  /** Namespace of the ConfigMap. */
  readonly namespace: string;
}

/** Reads the ConfigMap; undefined when there is none. */
export type ReadConfigMap = (
  key: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, string> | undefined>;

/** The settings of this moment: flags, under the ConfigMap `infisical-config` as it was last read. */
export class LiveSettings implements Settings {
  private settings: GlobalSettings;
  private readonly configMap: ObjectReference;

  constructor(
    private readonly defaults: SettingsDefaults,
    private readonly readConfigMap: ReadConfigMap,
    private readonly log: Log,
  ) {
    this.configMap = { kind: 'ConfigMap', namespace: defaults.namespace, name: CONFIG_MAP };
    this.settings = this.withConfigMap(new Map());
  }

  current(): GlobalSettings {
    return this.settings;
  }

  /** Whether this is the object that the settings are read from. */
  isSource({ kind, namespace, name }: ObjectReference): boolean {
    return kind === 'ConfigMap' && namespace === this.configMap.namespace && name === this.configMap.name;
  }

  /** Reads the ConfigMap again. One that cannot be read leaves the settings as they are, and is logged; throws only when aborted. */
  async refresh(signal: AbortSignal): Promise<void> {
    try {
      this.settings = this.withConfigMap((await this.readConfigMap(this.configMap, signal)) ?? new Map());
    } catch (error) {
      signal.throwIfAborted();
      this.log.warn('the ConfigMap infisical-config cannot be read; the settings stay as they are', { error });
    }
  }

  private withConfigMap(text: ReadonlyMap<string, string>): GlobalSettings {
    const present = [...text].map(([key, value]) => [key, value.trim()] as const).filter(([, value]) => value !== '');
    const keys = Keys.parse(Object.fromEntries(present));
    const { 'tls.caRef.secretName': name, 'tls.caRef.secretNamespace': namespace, 'tls.caRef.key': key } = keys;
    const caRef =
      name === undefined || key === undefined
        ? undefined
        : { name, namespace: namespace ?? this.defaults.namespace, key };
    return {
      hostAPI: keys.hostAPI ?? this.defaults.hostAPI,
      caRef,
      resyncMs: this.defaults.resyncMs,
      dependencies: [
        this.configMap,
        ...(caRef === undefined ? [] : [{ kind: 'Secret', namespace: caRef.namespace, name: caRef.name } as const]),
      ],
    };
  }
}
