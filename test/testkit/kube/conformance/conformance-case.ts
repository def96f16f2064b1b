import type { Json, JsonObject } from '../../../../src/testkit/kube/index.ts';
import type { WireAnswer, WireClient } from './wire-client.ts';

/** One thing that both servers must do alike: it acts in a namespace of its own and returns what it saw. */
export interface ConformanceCase {
  readonly name: string;
  readonly run: (client: WireClient) => Promise<Json>;
}

/** The path of secrets in the client's namespace, or of one of them. */
export const secrets = (client: WireClient, name = ''): string => core(client, 'secrets', name);

/** The path of a core resource. */
export const core = (client: WireClient, plural: string, name = ''): string =>
  `/api/v1/namespaces/${client.namespace}/${plural}${name === '' ? '' : `/${name}`}`;

/** The path of the suite's own custom resource. */
export const things = (client: WireClient, rest = ''): string =>
  `/apis/conformance.example.com/v1/namespaces/${client.namespace}/things${rest === '' ? '' : `/${rest}`}`;

/** A Secret of that name. */
export const aSecret = (name: string, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  ...more,
});

/** A custom resource of that name. */
export const aThing = (name: string, spec: JsonObject = { size: 1 }, more: JsonObject = {}): JsonObject => ({
  apiVersion: 'conformance.example.com/v1',
  kind: 'Thing',
  metadata: { name },
  spec,
  ...more,
});

/** POST. */
export const create = (client: WireClient, path: string, body: Json, query = {}): Promise<WireAnswer> =>
  client.send({ method: 'POST', path, body, query });

/** PATCH as server-side apply. */
export const apply = (
  client: WireClient,
  path: string,
  body: Json,
  manager = 'applier',
  query: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> =>
  client.send({
    method: 'PATCH',
    path,
    body,
    contentType: 'application/apply-patch+yaml',
    query: { fieldManager: manager, ...query },
  });

/** PATCH in another language. */
export const patch = (
  client: WireClient,
  path: string,
  body: Json,
  language: 'merge' | 'json' | 'strategic' = 'merge',
  query: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> => {
  const type = language === 'strategic' ? 'strategic-merge-patch' : `${language}-patch`;
  return client.send({ method: 'PATCH', path, body, contentType: `application/${type}+json`, query });
};

/** The resourceVersion of an answered object. */
export function versionOf(answer: WireAnswer): string {
  const version = metadataOf(answer)['resourceVersion'];
  return typeof version === 'string' ? version : '';
}

/** The metadata of an answered object; empty when there is none. */
export function metadataOf({ body }: WireAnswer): JsonObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const metadata = body['metadata'];
  return typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata : {};
}

/** The answer as an observation. */
export const seen = ({ code, body }: WireAnswer): Json => ({ code, body });

/** Asks until the answer is as wished, for things that a server does in its own time. */
export async function until(
  ask: () => Promise<WireAnswer>,
  wished: (answer: WireAnswer) => boolean,
): Promise<WireAnswer> {
  const end = Date.now() + 15_000;
  for (;;) {
    const answer = await ask();
    if (wished(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
