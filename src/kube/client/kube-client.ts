import type { Dispatcher } from 'undici';
import type { Clock, Counter, Log, Metrics } from '#kernel';
import type { ClusterAccess, Credentials } from '../config/index.ts';
import { abortable, abortReason } from './abortable.ts';
import type { KubeAnswer, KubeRefusal, KubeRequest, Verb, WatchAnswer } from './answer.ts';
import { classify, unavailable } from './classify.ts';
import { Connections } from './connections.ts';
import { CredentialCache } from './credential-cache.ts';
import { Deadline } from './deadline.ts';
import { MEDIA } from './media-types.ts';
import { resourceName, urlPath } from './resource-path.ts';

/** What a client is made of. */
export interface KubeClientOptions {
  readonly access: ClusterAccess;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Shown in the audit log of the API server. */
  readonly userAgent: string;
  /** Connections for requests, watches not counted; default 32. More requests than that wait for a free one. */
  readonly connections?: number;
}

const TIMEOUT_MS = 15_000;

const METHODS = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
} as const satisfies Record<Verb, string>;

/**
 * A thin client of the API server. It throws OperatorErrors only (terminal `KubernetesForbidden`, retryable
 * `KubernetesUnavailable`), except that an aborted signal rejects with its own reason. There is no client-side flow
 * control: the server's priority and fairness does that better, and the work queue bounds what is in flight.
 */
export class KubeClient {
  private readonly credentials: CredentialCache;
  private readonly connections: Connections;
  private readonly requests: Counter;

  constructor(private readonly options: KubeClientOptions) {
    this.credentials = new CredentialCache(options.access, options.clock);
    this.connections = new Connections(options.access, options.connections ?? 32);
    this.requests = options.metrics.counter(
      'kubernetes_requests_total',
      'Requests to the API server, by verb, resource and status code; "error", "timeout" and "aborted" had no answer.',
      ['verb', 'resource', 'code'],
    );
  }

  /** Lets the metric of requests begin with zero for these. */
  expect(requests: readonly { readonly verb: string; readonly resource: string }[]): void {
    for (const { verb, resource } of requests) {
      this.requests.inc({ verb, resource, code: verb === 'create' ? '201' : '200' }, 0);
    }
  }

  /** One call, answered within its timeout. Credentials that are refused are replaced and tried once more. */
  async request(request: KubeRequest, signal: AbortSignal): Promise<KubeAnswer> {
    return this.withDeadline(request, signal, async (deadline) => {
      try {
        const response = await this.send(request, 'requests', deadline.signal);
        const { statusCode } = response;
        const body = await this.readJson(request, response, deadline.signal);
        this.count(request, String(statusCode));
        if (statusCode >= 200 && statusCode < 300) {
          if (body === undefined) throw unavailable(request, 'answered with something that is not JSON');
          return { kind: 'ok', created: statusCode === 201, body };
        }
        return refusal(request, response, body);
      } finally {
        deadline.close();
      }
    });
  }

  /** Opens a watch; the timeout holds until its headers arrive. The stream ends with `signal`. */
  async watch(request: KubeRequest, signal: AbortSignal): Promise<WatchAnswer> {
    return this.withDeadline(request, signal, async (deadline) => {
      const response = await this.send(request, 'watches', deadline.signal);
      this.count(request, String(response.statusCode));
      if (response.statusCode !== 200) {
        const body = await this.readJson(request, response, deadline.signal);
        deadline.close();
        return refusal(request, response, body);
      }
      deadline.stopTimer();
      return { kind: 'ok', chunks: closing(response.body, deadline) };
    });
  }

  /** Breaks all connections. To be called when nothing of it is used any more. */
  close(): Promise<void> {
    return this.connections.close();
  }

  private async withDeadline<T>(
    request: KubeRequest,
    signal: AbortSignal,
    work: (deadline: Deadline) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
    const deadline = new Deadline(this.options.clock, timeoutMs, signal);
    try {
      return await work(deadline);
    } catch (error) {
      deadline.close();
      if (signal.aborted) {
        this.count(request, 'aborted');
        throw abortReason(signal);
      }
      if (deadline.expired) {
        this.count(request, 'timeout');
        throw unavailable(request, `did not answer within ${timeoutMs / 1_000} s`);
      }
      throw error;
    }
  }

  private async send(
    request: KubeRequest,
    lane: 'requests' | 'watches',
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const credentials = await this.login(request, () => this.credentials.current(), signal);
    const response = await this.dispatch(request, lane, credentials, signal);
    if (response.statusCode !== 401) return response;
    await response.body.dump();
    this.count(request, '401');
    const others = await this.login(request, () => this.credentials.replace(credentials), signal);
    return this.dispatch(request, lane, others, signal);
  }

  private async login(
    request: KubeRequest,
    read: () => Promise<Credentials>,
    signal: AbortSignal,
  ): Promise<Credentials> {
    try {
      return await abortable(read(), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      // No cause: what exec plugins print, or a parser quotes of it, may be the token itself.
      throw unavailable(request, `was not asked: the credentials for it could not be read (${errorCode(error)})`);
    }
  }

  private async dispatch(
    request: KubeRequest,
    lane: 'requests' | 'watches',
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const { server } = this.options.access;
    try {
      return await this.connections.lane(credentials.tls, lane).request({
        origin: server.origin,
        path: `${server.pathname.replace(/\/$/, '')}${urlPath(request.target)}${queryString(request)}`,
        method: METHODS[request.verb],
        headers: {
          accept: request.accept ?? MEDIA.json,
          'user-agent': this.options.userAgent,
          ...(request.body === undefined ? {} : { 'content-type': request.body.contentType }),
          ...credentials.headers,
        },
        body: request.body === undefined ? null : JSON.stringify(request.body.value),
        signal,
      });
    } catch (error) {
      if (signal.aborted) throw error;
      this.count(request, 'error');
      throw unavailable(request, `could not be reached: ${errorCode(error)}`, undefined, error);
    }
  }

  /** The body as JSON; undefined when it is none: a proxy's page with a refusal is a refusal all the same. */
  private async readJson(
    request: KubeRequest,
    response: Dispatcher.ResponseData,
    signal: AbortSignal,
  ): Promise<unknown> {
    let text: string;
    try {
      text = await response.body.text();
    } catch (error) {
      if (signal.aborted) throw error;
      this.count(request, 'error');
      throw unavailable(request, `broke off its answer: ${errorCode(error)}`, undefined, error);
    }
    return parseJson(text);
  }

  private count(request: KubeRequest, code: string): void {
    const resource = resourceName(request.target);
    this.requests.inc({ verb: request.verb, resource, code });
    const { namespace, name } = request.target;
    this.options.log.debug('kubernetes request', { verb: request.verb, resource, namespace, name, code });
  }
}

function queryString({ query }: KubeRequest): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}

function refusal(request: KubeRequest, response: Dispatcher.ResponseData, body: unknown): KubeRefusal {
  const retryAfter = response.headers['retry-after'];
  return classify(request, {
    code: response.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    body,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* closing(body: AsyncIterable<Uint8Array>, deadline: Deadline): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    deadline.close();
  }
}

/**
 * `ECONNREFUSED` and the like; the name of the error where it has no code. Never its message, which may hold anything.
 */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.name;
}
