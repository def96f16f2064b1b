import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';

/** Somebody else's request to the API server, free of the code under test. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly contentType?: string;
}

/** An answer to it. */
export interface RawAnswer {
  readonly code: number;
  readonly body: unknown;
}

/** What a suite needs of a server, be it the emulator or a real one. */
export interface TestServer {
  readonly kubeconfigPath: string;
  raw(request: RawRequest): Promise<RawAnswer>;
  /** Makes a namespace that no other test uses. */
  namespace(): Promise<string>;
  /** Goes away as in a crash, and comes back with the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** How a server is reached by tests. */
export interface TestServerParts {
  readonly url: string;
  readonly token: string;
  readonly caPem: string | undefined;
  readonly kubeconfig: string;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Wraps a running server. */
export async function testServer(parts: TestServerParts): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kube-test-'));
  const kubeconfigPath = join(folder, 'kubeconfig');
  await writeFile(kubeconfigPath, parts.kubeconfig, { mode: 0o600 });
  const agent = new Agent({ connect: parts.caPem === undefined ? {} : { ca: parts.caPem } });
  let namespaces = 0;
  const server: TestServer = {
    kubeconfigPath,
    raw: (wanted) => send(parts, agent, wanted),
    async namespace() {
      namespaces += 1;
      const name = `t${namespaces}-${Math.floor(performance.timeOrigin + performance.now()).toString(36)}`;
      await expectOk(server.raw({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name } } }));
      return name;
    },
    restart: () => parts.restart(),
    async stop() {
      await agent.destroy();
      await parts.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

/** The body of an answer that must be a success. */
export async function expectOk(answer: Promise<RawAnswer>): Promise<unknown> {
  const { code, body } = await answer;
  if (code >= 300) throw new Error(`expected success, got ${code}: ${JSON.stringify(body)}`);
  return body;
}

async function send(parts: TestServerParts, dispatcher: Dispatcher, wanted: RawRequest): Promise<RawAnswer> {
  const { method, path, body, contentType = 'application/json' } = wanted;
  const response = await request(`${parts.url}${path}`, {
    dispatcher,
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).parse(method),
    headers: { authorization: `Bearer ${parts.token}`, 'content-type': contentType, accept: 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    // A connection for each request, so that none is used after a restart of the server.
    reset: true,
  });
  const text = await response.body.text();
  // What is not served at all is answered in plain text.
  const json = response.headers['content-type']?.includes('json') === true;
  return { code: response.statusCode, body: json ? JSON.parse(text) : text };
}
