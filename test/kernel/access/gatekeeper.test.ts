import { expect } from 'chai';
import { FakeClock, RecordingLog, FakeSecretReader, FakeServiceAccountTokens } from '#testkit';
import { z } from 'zod';
import {
  AUTH_METHOD,
  ExtensionRegistry,
  Container,
  Gatekeeper,
  LoginMethods,
  ReferencePolicy,
  contribute,
  type Access,
  type AuthMethod,
  type AuthRequest,
  type DesiredTarget,
  type InfisicalSession,
  type LoginMaterial,
  type MethodReference,
  type TargetObjects,
} from '../../../src/kernel/index.ts';

const RESOURCE = { namespace: 'shop', name: 'db' };
const { signal } = new AbortController();
const SESSION: InfisicalSession = {
  subscribe: () => {
    throw new Error('nothing is followed');
  },
  destination: () => {
    throw new Error('nothing is pushed');
  },

  host: 'https://infisical.example',
  read: () => Promise.reject(new Error('unread')),
};
const DESIRED: DesiredTarget = {
  namespace: 'bank',
  name: 'app',
  labels: {},
  annotations: {},
  ownerReferences: [],
  data: {},
};

/** A login method that reads what the spec lists, and declares what the spec lists as declared. */
const Spec = z.object({ reads: z.array(z.string()), declares: z.array(z.string()) });
type Spec = z.output<typeof Spec>;

class ListedReads implements AuthMethod<Spec> {
  async prepare({ spec, secrets, tokens }: AuthRequest<Spec>): Promise<LoginMaterial> {
    for (const read of spec.reads) {
      const { kind, ...key } = parse(read);
      if (kind === 'Secret') await secrets.read(key, signal);
      else if (read.endsWith(' (stored)')) await tokens.stored(key, signal);
      else await tokens.request({ ...key, audiences: [], expirationSeconds: 600 }, signal);
    }
    return { kind: 'token', token: 'st.a.b' };
  }
}

function parse(text: string): MethodReference & { kind: 'Secret' | 'ServiceAccount' } {
  const [kind = '', namespace = '', name = ''] = text.split(/[ /]/);
  return { kind: kind === 'Secret' ? 'Secret' : 'ServiceAccount', namespace, name, field: 'ref' };
}

interface World {
  readonly access: Access;
  readonly secrets: FakeSecretReader;
  readonly tokens: FakeServiceAccountTokens;
  /** What was done to targets and to Infisical. */
  readonly done: string[];
  logIn(spec: Spec): Promise<string>;
}

/** The ways of `shop/db`, where nothing of another namespace is granted. */
function world(identity: 'resource' | 'operator' = 'resource'): World {
  const secrets = new FakeSecretReader({ 'shop/creds': {}, 'shop/other': {}, 'bank/creds': {} });
  const tokens = new FakeServiceAccountTokens(['shop/robot', 'bank/robot']);
  const done: string[] = [];
  const targets: TargetObjects = {
    observe: ({ namespace, name }) => Promise.resolve(void done.push(`observe ${namespace}/${name}`)),
    write: (desired) => Promise.reject(new Error(`wrote ${desired.namespace}/${desired.name}`)),
    remove: ({ namespace, name }) => Promise.resolve(void done.push(`remove ${namespace}/${name}`)),
  };
  const extensions = new ExtensionRegistry();
  const { point, contribution } = contribute(AUTH_METHOD, {
    key: 'listed',
    spec: Spec,
    use: ListedReads,
    scope: 'token',
    identity,
    watches: ['Secret', 'ServiceAccount'],
    references: (spec: Spec) => spec.declares.map(parse),
  });
  extensions.add(point, { plugin: 'test.listed', origin: 'built-in', contribution, container: Container.create() });
  const gatekeeper = new Gatekeeper(
    {
      secrets,
      sources: { readSource: ({ namespace, name }) => Promise.resolve(void done.push(`read ${namespace}/${name}`)) },
      tokens,
      targets: new Map([['Secret', targets]]),
      infisical: {
        open: (_host, { provesOperator = false }) => {
          done.push(provesOperator ? 'log in as the operator' : 'log in');
          return Promise.resolve(SESSION);
        },
      },
      logins: new LoginMethods(extensions, new FakeClock(), new RecordingLog()),
    },
    new ReferencePolicy('Deny', { allowFrom: () => Promise.resolve(undefined) }, () => false),
  );
  const access = gatekeeper.for(RESOURCE);
  const host = { url: 'https://infisical.example' };
  const logIn = (spec: Spec): Promise<string> =>
    failure(access.logIn({ field: 'listed', key: 'listed', spec }, host, signal));
  return { access, secrets, tokens, done, logIn };
}

/** The message with which a promise is rejected; `fine` when it is not. */
function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'fine',
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
}

describe('the ways of a resource', () => {
  let at: World;
  beforeEach(() => {
    at = world();
  });

  it('read what is in its own namespace, and nothing else', async () => {
    await at.access.readSecret({ kind: 'Secret', namespace: 'shop', name: 'creds', field: 'spec.tls.caRef' }, signal);
    const elsewhere = { kind: 'Secret', namespace: 'bank', name: 'creds', field: 'spec.tls.caRef' } as const;
    expect(await failure(at.access.readSecret(elsewhere, signal))).to.match(
      /^spec\.tls\.caRef names Secret bank\/creds/,
    );
    expect(at.secrets.reads).to.deep.equal(['shop/creds']);
  });

  it('push from its own namespace, and from nowhere else', async () => {
    await at.access.readSource({ kind: 'Secret', namespace: 'shop', name: 'db', field: 'spec.push.secret' }, signal);
    const elsewhere = { kind: 'Secret', namespace: 'bank', name: 'db', field: 'spec.push.secret' } as const;
    expect(await failure(at.access.readSource(elsewhere, signal))).to.match(
      /^spec\.push\.secret names Secret bank\/db/,
    );
    expect(at.done).to.deep.equal(['read shop/db']);
  });

  it('give a plugin what it declares', async () => {
    const reads = ['Secret shop/creds', 'ServiceAccount shop/robot'];
    expect(await at.logIn({ reads, declares: reads })).to.equal('fine');
    expect(at.done).to.deep.equal(['log in']);
  });

  it('mark what proves the identity of the operator itself', async () => {
    at = world('operator');
    expect(await at.logIn({ reads: [], declares: [] })).to.equal('fine');
    expect(at.done).to.deep.equal(['log in as the operator']);
  });

  for (const object of ['Secret bank/creds', 'ServiceAccount bank/robot', 'Secret bank/no-such']) {
    it(`refuse a login by ${object} before the plugin runs, named by its field`, async () => {
      const said = await at.logIn({ reads: ['Secret shop/creds', object], declares: ['Secret shop/creds', object] });
      expect(said).to.include(`spec.authentication.listed.ref names ${object}, which is not in the namespace shop`);
      expect([at.secrets.reads, at.tokens.requests, at.done]).to.deep.equal([[], [], []]);
    });

    it(`refuse a plugin that asks for ${object} without declaring it`, async () => {
      const said = await at.logIn({ reads: [object], declares: [] });
      expect(said).to.equal(
        `the login method listed asks for ${object}, which is not among the references that it declares`,
      );
      expect([at.secrets.reads, at.tokens.requests, at.done]).to.deep.equal([[], [], []]);
    });
  }

  it('refuse the stored token of a ServiceAccount as they refuse a minted one', async () => {
    const stored = (account: string): string => `ServiceAccount ${account} (stored)`;
    expect(await at.logIn({ reads: [stored('shop/robot')], declares: ['ServiceAccount shop/robot'] })).to.equal('fine');
    expect(at.tokens.looked).to.deep.equal(['shop/robot']);
    for (const declares of [[], ['ServiceAccount bank/robot']]) {
      expect(await at.logIn({ reads: [stored('bank/robot')], declares })).to.contain('ServiceAccount bank/robot');
    }
    expect(at.tokens.looked).to.deep.equal(['shop/robot']);
  });

  it('refuse a plugin that asks for something undeclared of its own namespace, too', async () => {
    const said = await at.logIn({ reads: ['Secret shop/other'], declares: ['Secret shop/creds'] });
    expect(said).to.match(/asks for Secret shop\/other/);
    expect(at.secrets.reads).to.deep.equal([]);
  });

  it('lead to no target of another namespace, for looks, writes and deletions', async () => {
    const target = at.access.target({ kind: 'Secret', namespace: 'bank', name: 'app', field: 'status.managedTargets' });
    for (const attempt of [
      target.observe(signal),
      target.write(DESIRED, { kind: 'create' }, signal),
      target.remove('uid', signal),
    ]) {
      expect(await failure(attempt)).to.match(/^status\.managedTargets names Secret bank\/app/);
    }
    expect(at.done).to.deep.equal([]);
  });

  const POWERS: readonly (readonly [title: string, desired: Partial<DesiredTarget>, says: RegExp])[] = [
    [
      'a token Secret',
      { type: 'kubernetes.io/service-account-token' },
      /the type kubernetes\.io\/service-account-token/,
    ],
    ['a bootstrap token', { type: 'bootstrap.kubernetes.io/token' }, /the type bootstrap/],
    ['the name of a ServiceAccount', { annotations: { 'kubernetes.io/service-account.name': 'a' } }, /service-account/],
    ['a mark of kubectl', { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } }, /kubectl/],
    ['a label of Kubernetes', { labels: { 'node.k8s.io/any': 'x' } }, /node\.k8s\.io\/any/],
    ['a grant to others', { annotations: { 'secrets.infisical.com/allow-from': '*' } }, /allow-from/],
    ['leave to be taken over', { annotations: { 'secrets.infisical.com/adopt': 'true' } }, /adopt/],
  ];
  for (const [title, powers, says] of POWERS) {
    it(`write no target with ${title}, even in the own namespace`, async () => {
      const target = at.access.target({ kind: 'Secret', namespace: 'shop', name: 'app', field: 'spec.any' });
      const desired = { ...DESIRED, namespace: 'shop', ...powers };
      expect(await failure(target.write(desired, { kind: 'create' }, signal)))
        .to.match(/^Secret shop\/app must not/)
        .and.match(says);
    });
  }

  it('write what the operator marks its targets with', async () => {
    const target = at.access.target({ kind: 'Secret', namespace: 'shop', name: 'app', field: 'spec.any' });
    const annotations = {
      'secrets.infisical.com/managed-by': 'x',
      'secrets.infisical.com/data-hash': 'y',
      'app.kubernetes.io/name': 'z',
    };
    const desired = { ...DESIRED, namespace: 'shop', annotations, labels: { 'secrets.infisical.com/managed': 'true' } };
    expect(await failure(target.write(desired, { kind: 'create' }, signal))).to.equal('wrote shop/app');
  });

  it('write no other object than the one that was named', async () => {
    const target = at.access.target({ kind: 'Secret', namespace: 'shop', name: 'app', field: 'spec.any' });
    expect(await failure(target.write(DESIRED, { kind: 'create' }, signal))).to.equal(
      'bank/app is to be written as Secret shop/app',
    );
  });
});
