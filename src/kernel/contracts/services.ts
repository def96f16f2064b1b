import { token } from '../container/index.ts';
import type { OperatorError } from './errors.ts';
import type { HostAddress } from './infisical.ts';
import type { ObjectKey, ObjectReference, ResourceIdentity } from './objects.ts';
import type { Reason } from './reasons.ts';

/** A running timer; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/** Time. Everything that waits or reads a clock takes this, so that tests own time. */
export interface Clock {
  /** Milliseconds since 1970, for instants that people see. */
  now(): number;
  /** Milliseconds on a clock that never jumps, for ages and durations. */
  monotonic(): number;
  /** Calls `fire` once after `delayMs`. The timer does not keep the process alive. */
  timer(delayMs: number, fire: () => void): Timer;
}
export const CLOCK = token<Clock>('kernel.clock');

/** Randomness for jitter and ids; `next` is uniform in [0, 1). */
export interface Random {
  next(): number;
}
export const RANDOM = token<Random>('kernel.random');

/** Values that may be logged. Secret values never are; the log redacts by key besides. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A structured log. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Log;
}
export const LOG = token<Log>('kernel.log');

/** Label values of one metric sample. */
export type MetricLabels = Readonly<Record<string, string>>;

/** A metric that only grows. */
export interface Counter {
  /** `by` 0 makes the sample appear, so that its first growth can be seen. */
  inc(labels?: MetricLabels, by?: number): void;
}
/** A metric that goes up and down. */
export interface Gauge {
  set(value: number, labels?: MetricLabels): void;
}
/** A distribution; durations are in seconds, as Prometheus wants them. */
export interface Histogram {
  observe(value: number, labels?: MetricLabels): void;
  /** Makes the sample appear without an observation. */
  zero(labels?: MetricLabels): void;
}
/** Makes metrics, or returns the one that has that name already. Names get the operator's prefix. */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  /** `collect` is called before each scrape, to set what is only worth computing then. Must not throw. */
  gauge(name: string, help: string, labels?: readonly string[], collect?: () => void): Gauge;
  histogram(name: string, help: string, labels?: readonly string[]): Histogram;
}
export const METRICS = token<Metrics>('kernel.metrics');

/** Content of a credentials Secret: text by key. */
export type SecretText = ReadonlyMap<string, string>;

/** Content of a Secret as it is stored: bytes by key. */
export type SecretData = ReadonlyMap<string, Uint8Array>;

/** Reads Secrets that a spec refers to. A value is read once per resourceVersion, however many passes ask for it. */
export interface SecretReader {
  /** Throws terminal `CredentialsNotFound` when it does not exist, retryable `KubernetesUnavailable` when nobody can tell. */
  read(key: ObjectKey, signal: AbortSignal): Promise<SecretText>;
}

/** A Secret that is pushed. */
export interface PushSource {
  /** Equal versions of one object have equal data. */
  readonly resourceVersion: string;
  readonly data: SecretData;
}

/** Reads Secrets that are pushed, each once per resourceVersion. */
export interface SourceReader {
  /** Undefined: it does not exist. Throws retryable `KubernetesUnavailable`, terminal `KubernetesForbidden`. */
  readSource(key: ObjectKey, signal: AbortSignal): Promise<PushSource | undefined>;
}

/** What a ServiceAccount token is asked for. */
export interface TokenRequest extends ObjectKey {
  /** None: the API server's own audience. */
  readonly audiences: readonly string[];
  /** Seconds; the API server refuses less than 600. */
  readonly expirationSeconds: number;
}

/** Tokens of ServiceAccounts. */
export interface ServiceAccountTokens {
  /**
   * Mints one by the TokenRequest API. Never cached: a token is for one login. Throws terminal `CredentialsNotFound` when the ServiceAccount
   * does not exist.
   */
  request(request: TokenRequest, signal: AbortSignal): Promise<string>;
  /**
   * The one that a Secret of the type `kubernetes.io/service-account-token` holds: of the Secrets that the ServiceAccount lists the first with
   * a token, else of those that are annotated with its name the first by name. Undefined: there is no such Secret. A change of one counts as a
   * change of the ServiceAccount, so who refers to that is woken. Throws terminal `CredentialsNotFound` when the ServiceAccount does not exist,
   * `CredentialsIncomplete` when none of its Secrets holds a token yet.
   */
  stored(account: ObjectKey, signal: AbortSignal): Promise<string | undefined>;
}

/** One Event on a resource. */
export interface ResourceEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: Reason;
  readonly message: string;
}

/** Records Events in the background: it never throws, never blocks a pass, and repeats become a count. */
export interface EventRecorder {
  record(about: ResourceIdentity, event: ResourceEvent): void;
}
export const EVENT_RECORDER = token<EventRecorder>('kernel.event-recorder');

/** A CA bundle for resources that name none, or why it is of no use: a resource that relies on it fails with that. */
export type CaSetting = { readonly pem: string } | { readonly error: OperatorError };

/** Settings that hold for all resources, as the newest ConfigMap and flags say; read anew at each pass. */
export interface GlobalSettings {
  /** Default for an empty hostAPI. */
  readonly host: Pick<HostAddress, 'url' | 'from'>;
  /** Default for a missing tls.caRef; undefined: the authorities of the system alone. */
  readonly ca: CaSetting | undefined;
  /** Resync interval in milliseconds where a resource sets none. */
  readonly resyncMs: number;
  /** Objects whose change must wake every resource. */
  readonly dependencies: readonly ObjectReference[];
}
/** Gives the settings of this moment. */
export interface Settings {
  current(): GlobalSettings;
}
export const SETTINGS = token<Settings>('kernel.settings');
