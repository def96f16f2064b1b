import { stringify } from 'yaml';
import { ApiError } from './errors/index.ts';
import type { CallRecorder, Faults, OpenWatches } from './faults/index.ts';
import type { HttpFront } from './http/index.ts';
import { at, isKubeObject, stringOf, type JsonObject, type KubeObject } from './json/index.ts';
import { apiVersionOf, type ResourceKind } from './kinds/index.ts';
import type { ApiServer } from './rest/index.ts';

/** The parts that `startKube` puts together. */
export interface KubeParts {
  readonly api: ApiServer;
  readonly front: HttpFront;
  readonly faults: Faults;
  readonly calls: CallRecorder;
  readonly watches: OpenWatches;
  readonly stopControllers: () => void;
}

/** Where a direct access goes. */
interface Direct {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: JsonObject;
}

/** The manager under which the test's own writes are made. */
const TEST_MANAGER = 'test';

/**
 * An API server in this process. Clients reach it at `url`; the test itself also through `get`, `list`, `create`, `apply`,
 * `patch` and `delete`, which pass by faults and recording.
 */
export class Kube {
  readonly faults: Faults;
  readonly calls: CallRecorder;
  readonly watches: OpenWatches;
  readonly #parts: KubeParts;

  constructor(parts: KubeParts) {
    this.#parts = parts;
    this.faults = parts.faults;
    this.calls = parts.calls;
    this.watches = parts.watches;
  }

  /** The address, without a trailing slash; the same before and after `down` and `up`. */
  get url(): string {
    return `http://127.0.0.1:${this.#parts.front.port}`;
  }

  /** A kubeconfig for this server as YAML text. Any token is an administrator's. */
  kubeconfig(): string {
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'emulator', cluster: { server: this.url } }],
      users: [{ name: 'admin', user: { token: 'emulator' } }],
      contexts: [{ name: 'emulator', context: { cluster: 'emulator', user: 'admin', namespace: 'default' } }],
      'current-context': 'emulator',
    });
  }

  /** Stops for good: breaks all connections and ends all timers. */
  async stop(): Promise<void> {
    this.#parts.stopControllers();
    await this.#parts.front.close();
  }

  /** Goes off the network, keeping all objects. */
  async down(): Promise<void> {
    await this.#parts.front.close();
  }

  /** Comes back on the same port. */
  async up(): Promise<void> {
    await this.#parts.front.open();
  }

  /** Forgets the history of changes: older watches and pages meet 410. */
  compact(): void {
    this.#parts.api.cluster.store.compact();
  }

  /** An object by resource (`secrets`, `leases.coordination.k8s.io`), or undefined when there is none. */
  get(resource: string, namespace: string, name: string): KubeObject | undefined {
    try {
      return object(this.#send({ method: 'GET', path: this.#path(resource, namespace, name) }));
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** All objects of a resource, of one namespace or, without one, of all. */
  list(resource: string, namespace = ''): KubeObject[] {
    const { items } = { items: this.#send({ method: 'GET', path: this.#path(resource, namespace, '') })['items'] };
    return Array.isArray(items) ? items.map(object) : [];
  }

  /**
   * Creates an object.
   * @throws ApiError as the server answers it.
   */
  create(given: JsonObject): KubeObject {
    return object(this.#send({ method: 'POST', path: this.#pathOf(given, ''), body: given }));
  }

  /**
   * Applies an object by force, as the field manager `test` or another; with `subresource`, its status.
   * @throws ApiError as the server answers it.
   */
  apply(given: JsonObject, options: { readonly manager?: string; readonly subresource?: 'status' } = {}): KubeObject {
    const name = stringOf(at(given, 'metadata', 'name')) ?? '';
    const below = options.subresource === undefined ? '' : `/${options.subresource}`;
    return object(
      this.#send({
        method: 'PATCH',
        path: this.#pathOf(given, name) + below,
        query: { fieldManager: options.manager ?? TEST_MANAGER, force: 'true' },
        contentType: 'application/apply-patch+yaml',
        body: given,
      }),
    );
  }

  /**
   * Merge-patches an object.
   * @throws ApiError as the server answers it.
   */
  patch(resource: string, namespace: string, name: string, body: JsonObject, subresource?: 'status'): KubeObject {
    const below = subresource === undefined ? '' : `/${subresource}`;
    return object(
      this.#send({
        method: 'PATCH',
        path: this.#path(resource, namespace, name) + below,
        contentType: 'application/merge-patch+json',
        body,
      }),
    );
  }

  /**
   * Deletes an object in the background.
   * @throws ApiError 404 when there is none.
   */
  delete(resource: string, namespace: string, name: string): void {
    this.#send({ method: 'DELETE', path: this.#path(resource, namespace, name) });
  }

  #send(direct: Direct): JsonObject {
    const response = this.#parts.api.handle({
      method: direct.method,
      path: direct.path,
      query: new URLSearchParams(direct.query ?? { fieldManager: TEST_MANAGER }),
      accept: 'application/json',
      contentType: direct.contentType ?? 'application/json',
      userAgent: TEST_MANAGER,
      authorization: '',
      body: direct.body === undefined ? '' : JSON.stringify(direct.body),
    });
    if (response.type !== 'json') throw new ApiError(404, 'NotFound', `nothing is served at ${direct.path}`);
    if (response.code < 400) return response.body;
    const { body } = response;
    throw new ApiError(response.code, stringOf(body['reason']) ?? '', stringOf(body['message']) ?? '');
  }

  #path(resource: string, namespace: string, name: string): string {
    const kind = this.#parts.api.cluster.kinds.named(resource);
    if (kind === undefined) throw new ApiError(404, 'NotFound', `the server serves no resource ${resource}`);
    return pathOf(kind, namespace, name);
  }

  #pathOf(given: JsonObject, name: string): string {
    const apiVersion = stringOf(given['apiVersion']) ?? '';
    const kindName = stringOf(given['kind']) ?? '';
    const kind = this.#parts.api.cluster.kinds.ofObject(apiVersion, kindName);
    if (kind === undefined) throw new ApiError(404, 'NotFound', `the server serves no ${kindName} in ${apiVersion}`);
    return pathOf(kind, stringOf(at(given, 'metadata', 'namespace')) ?? 'default', name);
  }
}

function pathOf(kind: ResourceKind, namespace: string, name: string): string {
  const root = kind.group === '' ? '/api/v1' : `/apis/${apiVersionOf(kind)}`;
  const scope = kind.namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${kind.plural}${name === '' ? '' : `/${name}`}`;
}

function object(value: unknown): KubeObject {
  const json: unknown = value;
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    const candidate: JsonObject = { ...json };
    if (isKubeObject(candidate)) return candidate;
  }
  throw new TypeError('the server answered something that is no object');
}
