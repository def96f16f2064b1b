import type { Clock, HostAddress, Infisical, InfisicalSession, Log, LoginMaterial, Metrics, Random } from '#kernel';
import { FixedTokenCaller, LoginCaller, countLogins } from './access/index.ts';
import { EraFinder } from './era/index.ts';
import { EventHub } from './event-stream/index.ts';
import { GuardedTransport } from './guard/index.ts';
import { type HostPattern, HostPolicy, hostOf, normaliseHost } from './host/index.ts';
import { countLookups } from './lookups.ts';
import { type KeptRead, Session } from './session.ts';
import { SourceCache } from './source-cache/index.ts';
import { Projects, ServiceTokens, SourceReader } from './sources/index.ts';
import { TokenCache } from './token-cache/index.ts';
import { HttpTransport } from './transport/index.ts';

/** Settings of the client. */
export interface InfisicalOptions {
  /** Plain http is accepted. */
  readonly allowHttp: boolean;
  /** Loopback addresses are accepted. */
  readonly allowLoopback: boolean;
  /** Hosts that resources may name; none: any. */
  readonly allowedHosts?: readonly HostPattern[];
  /** For instance `k8-operator/1.2.3`, by which Infisical's audit log knows the operator. */
  readonly userAgent: string;
  /** For one call; 10 000 unless given. */
  readonly callTimeoutMs?: number;
  /** A longer answer is invalid; 32 MiB unless given. */
  readonly maxAnswerBytes?: number;
}

/** What the client needs from outside. */
export interface InfisicalDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly options: InfisicalOptions;
  /** The address of the operator's own host, of this moment; without it there is none. */
  readonly ownHost?: () => string;
}

/** The client, until it is closed. */
export interface ClosableInfisical extends Infisical {
  /** Aborts all that is under way and closes all connections. Nothing runs on afterwards; calls are refused. */
  close(): Promise<void>;
}

/** The client of Infisical: opens nothing and starts nothing until the first session. */
export function createInfisical(dependencies: InfisicalDependencies): ClosableInfisical {
  const { clock, random, log, metrics, options } = dependencies;
  const policy = hostPolicy(dependencies);
  const wire = new HttpTransport(clock, metrics, {
    userAgent: options.userAgent,
    allowLoopback: options.allowLoopback,
    callTimeoutMs: options.callTimeoutMs ?? 10_000,
    maxAnswerBytes: options.maxAnswerBytes ?? 32 * 2 ** 20,
  });
  const transport = new GuardedTransport(wire, { clock, random, log, metrics });
  const logins = countLogins(metrics);
  const lookups = countLookups(metrics);
  const tokens = new TokenCache(clock, random, log, lookups.tokens);
  const eras = new EraFinder(transport, clock, random);
  const projects = new Projects(clock);
  const serviceTokens = new ServiceTokens(clock);
  const sources = new SourceCache<KeptRead>(clock, random, lookups.sources);
  const reader = new SourceReader(eras, projects, serviceTokens);
  const events = new EventHub({ clock, random, log, metrics });
  const parts = { reader, sources, events, destinations: { eras, projects } };

  return {
    async open(address: HostAddress, material: LoginMaterial, signal: AbortSignal): Promise<InfisicalSession> {
      signal.throwIfAborted();
      const { url, from = 'hostAPI', caPem } = address;
      const base = normaliseHost(url, options, from);
      policy.admit(base, from, material.provesOperator === true);
      const host = hostOf(base, caPem);
      if (material.kind === 'token') {
        const caller = new FixedTokenCaller(host, material.token, transport);
        // There is no login that could fail, so the token is looked at instead.
        if (caller.serviceToken) await serviceTokens.data(caller, signal);
        return new Session(caller, parts);
      }
      const caller = new LoginCaller(host, material, tokens, transport, logins);
      await caller.authenticate(signal);
      return new Session(caller, parts);
    },

    async close(): Promise<void> {
      await events.close();
      await Promise.all([sources, serviceTokens, projects, eras, tokens].map((part) => part.close()));
      await transport.close();
    },
  };
}

function hostPolicy({ options, ownHost }: InfisicalDependencies): HostPolicy {
  return new HostPolicy({
    allowed: options.allowedHosts ?? [],
    own: () => {
      try {
        return ownHost && normaliseHost(ownHost(), options);
      } catch {
        // Whoever relies on it is told; nobody else's business.
        return undefined;
      }
    },
  });
}
