import type { ObjectKey, SecretText } from '#kernel';
import { CORE_TYPES, unavailable, unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';
import { asText, configMapData, secretData, type ObjectData } from './object-data.ts';

/** Reads a Secret or ConfigMap whole, by one request; undefined when there is none. Throws as the client does. */
export async function readObject(
  client: KubeClient,
  kind: 'Secret' | 'ConfigMap',
  { namespace, name }: ObjectKey,
  signal: AbortSignal,
): Promise<ObjectData | undefined> {
  const request: KubeRequest = { verb: 'get', target: { type: CORE_TYPES[kind], namespace, name } };
  const answer = await client.request(request, signal);
  if (answer.kind === 'not-found' || answer.kind === 'no-namespace') return undefined;
  if (answer.kind !== 'ok') throw unexpected(request, answer);
  const data = kind === 'Secret' ? secretData(answer.body) : configMapData(answer.body);
  if (data === undefined) throw unavailable(request, `answered with something that is not a ${kind}`);
  return data;
}

/** Its text by key alone. */
export async function readText(...what: Parameters<typeof readObject>): Promise<SecretText | undefined> {
  const read = await readObject(...what);
  return read && asText(read.data);
}
