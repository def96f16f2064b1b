import { z } from 'zod';
import {
  AUTH_METHOD,
  CONTRACT_VERSION,
  Container,
  LoginMethods,
  OperatorError,
  contribute,
  definePlugin,
  loadPlugins,
  type AuthMethod,
  type AuthRequest,
  type ChosenLogin,
  type LoginMaterial,
  type MethodReference,
  type PluginManifest,
} from '../../../src/kernel/index.ts';
import {
  FakeClock,
  FakeSecretReader,
  FakeServiceAccountTokens,
  RecordingLog,
} from '../../../src/testkit/fakes/index.ts';

/** What a method does with a request. */
export type Prepare = (request: AuthRequest<unknown>, signal: AbortSignal) => Promise<LoginMaterial>;
/** What a method says that it refers to. */
export type References = (spec: unknown) => readonly MethodReference[];

/** The resource that asks. */
export const RESOURCE = { namespace: 'shop', name: 'db' };
/** Material that is sound. */
export const LOGIN: LoginMaterial = {
  kind: 'login',
  method: 'jwt',
  identity: 'me',
  body: () => Promise.resolve({ jwt: 'j' }),
};
/** A reference that is sound. */
export const SECRET: MethodReference = { field: 'ref', kind: 'Secret', namespace: 'shop', name: 'creds' };
/** Nothing is there to read. */
export const NO_SERVICES = { secrets: new FakeSecretReader(), tokens: new FakeServiceAccountTokens() };
/** Never aborts. */
export const { signal } = new AbortController();

/** A login method; what is left out is sound. */
export interface Method {
  readonly spec?: z.ZodType;
  readonly prepare?: Prepare;
  readonly references?: References;
}

function aPlugin(id: string, key: string, method: Method): PluginManifest {
  const { spec = z.unknown(), prepare = () => Promise.resolve(LOGIN), references = () => [] } = method;
  class Use implements AuthMethod<unknown> {
    readonly prepare = prepare;
  }
  return definePlugin({
    id,
    contract: CONTRACT_VERSION,
    summary: 'A login method for tests.',
    contributes: [
      contribute(AUTH_METHOD, {
        key,
        spec,
        scope: 'project',
        identity: 'resource',
        use: Use,
        watches: ['Secret'],
        references,
      }),
    ],
  });
}

/** As code from elsewhere hands it over: the compiler has seen none of it. */
export function unchecked(value: unknown): never {
  return value as never;
}

/** What a test works with. */
export interface World {
  readonly logins: LoginMethods;
  readonly clock: FakeClock;
  readonly log: RecordingLog;
}

/** A built-in method `builtIn`, and one of a third party, `acme`. */
export function aWorld(method: Method = {}): World {
  const builtIn = aPlugin('auth.built-in', 'builtIn', { references: () => [SECRET] });
  const registry = loadPlugins([builtIn], Container.create(), { thirdParty: [aPlugin('acme.vault', 'acme', method)] });
  const [clock, log] = [new FakeClock(), new RecordingLog()];
  return { logins: new LoginMethods(registry, clock, log), clock, log };
}

/** The choice of the method of the third party. */
export function acme(config: unknown = {}): ChosenLogin {
  return { field: 'plugin', key: 'acme', spec: config };
}

/** The error that an attempt ends with. */
export async function failure(attempt: Promise<unknown>): Promise<OperatorError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

/** The body of a login. */
export function bodyOf(material: LoginMaterial): Promise<Readonly<Record<string, string>>> {
  if (material.kind !== 'login') throw new Error('expected a login');
  return material.body(signal);
}
