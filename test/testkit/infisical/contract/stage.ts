import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type EraId,
  type IdentityHandle,
  type Infisical,
  type KubernetesVerdict,
  type ProjectHandle,
  startInfisical,
} from '../../../../src/testkit/infisical/index.ts';
import type { InfisicalOptions } from '../../../../src/testkit/infisical/index.ts';

/** One era, spoken to through one version of its secrets API. */
export interface Surface {
  readonly era: EraId;
  readonly api: 'v3' | 'v4';
}

/** A request, on behalf of one of the stage's callers. */
export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Objects are sent as JSON, text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nobody unless given. */
  readonly as?: CallerName;
}

/** An answer as it came, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; undefined if it is none. */
  readonly body: unknown;
}

type IdentityName = 'member' | 'viewer' | 'powerless' | 'stranger';
/** Identities by their role in the shop, and two service tokens: one reads `/app`, one may do all in `dev`. */
export type CallerName = IdentityName | 'readApp' | 'writeDev';

const Login = z.object({ accessToken: z.string() });

/** An emulator with a small, fixed world, and the callers that the contract cases speak for. */
export class Stage {
  /** What the next token review says. */
  verdict: () => boolean | KubernetesVerdict = () => ({
    authenticated: true,
    username: 'system:serviceaccount:shop:operator',
    audiences: ['infisical'],
  });
  readonly unknownId = randomUUID();
  private readonly tokens = new Map<CallerName, string>();

  private constructor(
    readonly infisical: Infisical,
    readonly surface: Surface,
    readonly clock: { ms: number },
    readonly shop: ProjectHandle,
    readonly other: ProjectHandle,
    readonly identities: Readonly<Record<IdentityName | 'pod' | 'brief' | 'twice', IdentityHandle>>,
  ) {}

  static async open(surface: Surface, options: Partial<InfisicalOptions> = {}): Promise<Stage> {
    const clock = { ms: Date.parse('2026-01-01T00:00:00Z') };
    const infisical = await startInfisical({ now: () => clock.ms, ...options, era: surface.era });
    const shop = infisical.project({
      slug: 'shop-site',
      environments: { dev: 'Development', staging: 'Staging', prod: 'Production' },
    });
    const other = infisical.project({ slug: 'other-site', environments: ['dev'] });
    let verdict: () => boolean | KubernetesVerdict = () => false;
    const named = (name: string, rest: object = {}): IdentityHandle =>
      infisical.identity({ name, universal: {}, ...rest });
    const identities = {
      member: named('member', { projects: [shop] }),
      viewer: named('viewer', { projects: [shop], permission: 'viewer' }),
      powerless: named('powerless', { projects: [shop], permission: 'none' }),
      stranger: named('stranger'),
      brief: named('brief', { projects: [shop], ttlSeconds: 60, maxTtlSeconds: 120 }),
      twice: named('twice', { projects: [shop], usesLimit: 2 }),
      pod: infisical.identity({
        name: 'pod',
        kubernetes: {
          verify: () => verdict(),
          allowedNamespaces: 'shop',
          allowedNames: 'operator',
          allowedAudience: 'infisical',
        },
        ldap: ({ password }) => password === 'right',
      }),
    };
    const stage = new Stage(infisical, surface, clock, shop, other, identities);
    verdict = () => stage.verdict();
    stage.fill();
    return stage;
  }

  /** Sends a request; a caller logs in at its first one. */
  async send({ method = 'GET', path, query = {}, body, headers = {}, as }: Ask): Promise<Answer> {
    const url = new URL(this.infisical.url + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    const response = await fetch(url, {
      method,
      headers: {
        ...(sent !== body ? { 'content-type': 'application/json' } : {}),
        ...(as === undefined ? {} : { authorization: `Bearer ${await this.token(as)}` }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  /** The token of a caller, the same at each call. */
  async token(caller: CallerName): Promise<string> {
    const known = this.tokens.get(caller) ?? (await this.newToken(caller));
    this.tokens.set(caller, known);
    return known;
  }

  /** Logs in with the client id and secret of an identity; gives its access token. */
  async login({ clientId, clientSecret }: IdentityHandle): Promise<string> {
    const { body } = await this.send({
      method: 'POST',
      path: '/api/v1/auth/universal-auth/login',
      body: { clientId, clientSecret },
    });
    return Login.parse(body).accessToken;
  }

  private async newToken(caller: CallerName): Promise<string> {
    if (caller === 'readApp') {
      return this.infisical.serviceToken(this.shop, {
        scopes: [{ environment: 'dev', secretPath: '/app' }],
        permissions: ['read'],
      });
    }
    if (caller === 'writeDev') {
      return this.infisical.serviceToken(this.shop, {
        scopes: [{ environment: 'dev', secretPath: '/**' }],
        permissions: ['read', 'write'],
      });
    }
    return this.login(this.identities[caller]);
  }

  private fill(): void {
    const { infisical, shop } = this;
    const set = (environment: string, path: string, secrets: Record<string, string>): void => {
      for (const [key, value] of Object.entries(secrets)) infisical.secret(shop, environment, path, key, value);
    };
    set('dev', '/', {
      APP: 'shop',
      GREETING: 'hello ${APP}',
      EMPTY: '',
      DANGLING: 'x${NOPE}y',
      ACROSS: '${staging.ONLY_STAGING}',
      LITERAL: 'costs $5 and ${ no reference',
    });
    set('dev', '/app', { KEY: 'k-1', LOCAL: 'key is ${KEY}', URL: 'db://${dev.app.db.USER}@${dev.app.db.HOST}' });
    set('dev', '/app/db', { USER: 'amy', HOST: 'db.local' });
    set('dev', '/shared', { APP: 'shared', REGION: 'eu' });
    set('staging', '/', { APP: 'staged', ONLY_STAGING: 'from staging' });
    set('prod', '/', { APP: 'live' });
    infisical.folder(shop, 'dev', '/empty');
    infisical.import(shop, 'dev', '/', { fromEnv: 'dev', fromPath: '/shared' });
    infisical.import(shop, 'dev', '/app', { fromEnv: 'staging', fromPath: '/' });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
