import {
  AUTH_METHOD,
  CLOCK,
  Container,
  PLATFORM,
  loadPlugins,
  type Clock,
  type LoginMaterial,
} from '../../src/kernel/index.ts';
import {
  FakePlatform,
  FakeSecretReader,
  FakeServiceAccountTokens,
  RecordingLog,
  anAuthRequest,
  type FakePlatformOptions,
} from '../../src/testkit/fakes/index.ts';
import { SystemClock } from '../../src/app/index.ts';
import { openPlugins, type ListedPlugin } from '../../src/third-party/index.ts';

/** What the plugin finds; what is left out is not there. */
export interface PluginWorld {
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Reads of Secrets are never answered. */
  readonly silent?: boolean;
  readonly serviceAccounts?: readonly string[];
  readonly platform?: FakePlatformOptions;
}

/** A plugin as the operator opens it, without the operator. */
export interface OpenedPlugin {
  readonly log: RecordingLog;
  readonly secrets: FakeSecretReader;
  readonly platform: FakePlatform;
  /** For the resource `shop/db`. */
  prepare(spec: unknown, signal?: AbortSignal): Promise<LoginMaterial>;
  close(): Promise<void>;
}

/** Opens the one plugin of an entry. Throws why it was refused. */
export async function openPlugin(entry: ListedPlugin, world: PluginWorld = {}): Promise<OpenedPlugin> {
  const { environment = {}, serviceAccounts = [] } = world;
  const clock: Clock = world.clock ?? new SystemClock();
  const log = new RecordingLog();
  const opened = await openPlugins([entry], { clock, log, environment, builtIn: [], folder: '/' });
  for (const problem of opened.refused.values()) throw new Error(problem);
  const root = Container.create();
  const secrets = world.silent === true ? new SilentReader() : new FakeSecretReader(world.secrets);
  const tokens = new FakeServiceAccountTokens(serviceAccounts);
  const platform = new FakePlatform(world.platform);
  root.register(CLOCK, clock);
  root.register(PLATFORM, platform);
  const method = loadPlugins([], root, { thirdParty: opened.plugins }).find(AUTH_METHOD, entry.name);
  if (method === undefined) throw new Error('there is no such method');
  const never = new AbortController().signal;
  return {
    log,
    secrets,
    platform,
    close: () => opened.close(),
    prepare: (spec, signal = never) =>
      method.instance().prepare(anAuthRequest(method.contribution.spec.parse(spec), { secrets, tokens }), signal),
  };
}

/** The body of a login; throws for material that is none. */
export function bodyOf(material: LoginMaterial): Promise<Readonly<Record<string, string>>> {
  if (material.kind !== 'login') throw new Error('expected a login');
  return material.body(new AbortController().signal);
}

class SilentReader extends FakeSecretReader {
  override read(): Promise<never> {
    return new Promise(() => undefined);
  }
}
