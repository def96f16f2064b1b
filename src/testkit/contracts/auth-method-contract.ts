import {
  AUTH_METHOD,
  CLOCK,
  Container,
  OperatorError,
  PLATFORM,
  formatReference,
  loadPlugins,
  type LoginMaterial,
  type ObjectKey,
  type PluginManifest,
  type Registered,
  type AuthMethodContribution,
} from '#kernel';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakePlatform, type FakePlatformOptions } from '../fakes/fake-platform.ts';
import { FakeSecretReader } from '../fakes/fake-secret-reader.ts';
import { FakeServiceAccountTokens } from '../fakes/fake-service-account-tokens.ts';

/** What the suite needs to know of a plugin under test. */
export interface AuthMethodUnderTest {
  readonly plugin: PluginManifest;
  /** A fragment as it stands in a manifest, for a resource in the namespace `shop`. */
  readonly fragment: unknown;
  /** Fragments that the schema must refuse. */
  readonly refused: readonly unknown[];
  /** Secrets that the fragment refers to: `namespace/name` to text by key. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** ServiceAccounts that it refers to: `namespace/name`. */
  readonly serviceAccounts?: readonly string[];
  /** Tokens in Secrets of these: `namespace/name` of the ServiceAccount to the token. */
  readonly storedTokens?: Readonly<Record<string, string>>;
  /** What the operator's machine has of the credentials; left out by methods that take them from the cluster. */
  readonly platform?: FakePlatformOptions;
  /** Texts that no error may show: the credentials. */
  readonly confidential: readonly string[];
}

/** One check; `run` rejects with an Error that says what the plugin did wrong. */
export interface ContractCheck {
  readonly title: string;
  readonly run: () => Promise<void>;
}

const RESOURCE: ObjectKey = { namespace: 'shop', name: 'db' };

/**
 * What every login method must keep to, as checks for any test runner: `for (const { title, run } of authMethodContract(...)) it(title, run)`.
 */
export function authMethodContract(subject: AuthMethodUnderTest): readonly ContractCheck[] {
  return [
    {
      title: 'loads, and contributes login methods only under its own keys',
      run: async () => {
        expect(methodsOf(subject).length > 0, 'the plugin contributes no auth method');
        return Promise.resolve();
      },
    },
    {
      title: 'takes its fragment and refuses what cannot work',
      run: async () => {
        const [method] = methodsOf(subject);
        expect(method?.contribution.spec.safeParse(subject.fragment).success === true, 'the fragment was refused');
        for (const bad of subject.refused) {
          expect(method?.contribution.spec.safeParse(bad).success === false, `accepted ${JSON.stringify(bad)}`);
        }
        return Promise.resolve();
      },
    },
    {
      title: 'gives the same identity each time, and a body of its own for each login',
      run: async () => {
        const { prepare } = world(subject);
        const [first, second] = [await prepare(), await prepare()];
        expect(identity(first) === identity(second), 'one identity has two names, so it would log in twice');
        if (first.kind !== 'login' || second.kind !== 'login') return;
        const bodies = [
          await first.body(new AbortController().signal),
          await second.body(new AbortController().signal),
        ];
        expect(
          bodies.every((body) => Object.values(body).every((value) => value !== '')),
          'a field of the body is empty',
        );
      },
    },
    {
      title: 'names every object that it reads, and watches their kinds',
      run: async () => {
        const { method, spec, prepare, secrets, tokens } = world(subject);
        const material = await prepare();
        if (material.kind === 'login') await material.body(new AbortController().signal);
        const named = new Set(method.contribution.references(spec, RESOURCE).map(formatReference));
        const read = [
          ...secrets.reads.map((key) => `Secret ${key}`),
          ...tokens.requests.map(({ namespace, name }) => `ServiceAccount ${namespace}/${name}`),
          ...tokens.looked.map((key) => `ServiceAccount ${key}`),
        ];
        for (const object of read) expect(named.has(object), `${object} is read but not among the references`);
        for (const { kind } of method.contribution.references(spec, RESOURCE)) {
          expect(method.contribution.watches.includes(kind), `references name a ${kind}, which is not watched`);
        }
      },
    },
    {
      title: 'says what is missing when its credentials are not there, without showing any',
      run: async () => {
        const error = await failure(() => run({ ...subject, secrets: {}, serviceAccounts: [], platform: {} }));
        // Whether a machine has credentials can be a question to somebody who does not answer.
        const says = error.reason === 'CredentialsNotFound' && error.disposition === 'terminal';
        const cannotTell = error.reason === 'CloudUnavailable' && subject.platform !== undefined;
        expect(says || cannotTell, `threw ${error.disposition} ${error.reason}`);
        showsNothing(subject, error);
      },
    },
    {
      title: 'says which key is missing when its credentials are incomplete',
      run: async () => {
        for (const [name, text] of Object.entries(subject.secrets ?? {})) {
          for (const key of Object.keys(text)) {
            const rest = Object.fromEntries(Object.entries(text).filter(([other]) => other !== key));
            const error = await failure(() => run({ ...subject, secrets: { ...subject.secrets, [name]: rest } }));
            expect(error.reason === 'CredentialsIncomplete', `threw ${error.reason} without the key ${key}`);
            expect(
              error.message.includes(key) && error.message.includes(name),
              'the message names neither key nor Secret',
            );
            showsNothing(subject, error);
          }
        }
      },
    },
    {
      title: 'stops when it is aborted',
      run: async () => {
        const aborted = AbortSignal.abort(new DOMException('stop', 'AbortError'));
        const settled = await run(subject, aborted).then(
          () => 'carried on',
          () => 'stopped',
        );
        expect(settled === 'stopped' || !usesServices(subject), 'it carried on with an aborted signal');
      },
    },
  ];
}

interface MethodWorld {
  readonly method: Registered<AuthMethodContribution>;
  readonly spec: unknown;
  readonly secrets: FakeSecretReader;
  readonly tokens: FakeServiceAccountTokens;
  readonly prepare: (signal?: AbortSignal) => Promise<LoginMaterial>;
}

function world(subject: AuthMethodUnderTest): MethodWorld {
  const root = Container.create();
  const secrets = new FakeSecretReader(subject.secrets);
  const tokens = new FakeServiceAccountTokens(subject.serviceAccounts, subject.storedTokens);
  root.register(CLOCK, new FakeClock());
  root.register(PLATFORM, new FakePlatform(subject.platform));
  const [method] = loadPlugins([subject.plugin], root).all(AUTH_METHOD);
  if (method === undefined) throw new Error('the plugin contributes no auth method');
  const spec = method.contribution.spec.parse(subject.fragment);
  const prepare = (signal = new AbortController().signal): Promise<LoginMaterial> =>
    method.instance().prepare({ spec, resource: RESOURCE, secrets, tokens }, signal);
  return { method, spec, secrets, tokens, prepare };
}

function methodsOf(subject: AuthMethodUnderTest): readonly Registered<AuthMethodContribution>[] {
  return loadPlugins([subject.plugin], Container.create()).all(AUTH_METHOD);
}

/** Prepares and makes the body: all that a login asks of the plugin. */
async function run(subject: AuthMethodUnderTest, signal = new AbortController().signal): Promise<void> {
  const material = await world(subject).prepare(signal);
  if (material.kind === 'login') await material.body(signal);
}

function usesServices({ secrets = {}, serviceAccounts = [], platform }: AuthMethodUnderTest): boolean {
  return Object.keys(secrets).length > 0 || serviceAccounts.length > 0 || platform !== undefined;
}

function identity(material: LoginMaterial): string {
  return material.kind === 'login' ? `${material.method} ${material.identity}` : material.token;
}

async function failure(action: () => Promise<void>): Promise<OperatorError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw new Error(`threw ${String(error)}, which is no OperatorError`, { cause: error });
  }
  throw new Error('succeeded where it cannot');
}

function showsNothing({ confidential }: AuthMethodUnderTest, error: OperatorError): void {
  for (const text of confidential) expect(!error.userMessage.includes(text), 'the error shows a credential');
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
