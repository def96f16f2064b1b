import type { ObjectKey, SecretText } from '#kernel';
import { CORE_TYPES, unavailable, unexpected, type KubeClient, type KubeRequest } from '../client/index.ts';
import { configMapText, secretText, type ObjectText } from './object-text.ts';

/** Reads a Secret or ConfigMap whole, by one request; undefined when there is none. Throws as the client does. */
export async function readObject(
  client: KubeClient,
  kind: 'Secret' | 'ConfigMap',
  { namespace, name }: ObjectKey,
  signal: AbortSignal,
): Promise<ObjectText | undefined> {
  const request: KubeRequest = { verb: 'get', target: { type: CORE_TYPES[kind], namespace, name } };
  const answer = await client.request(request, signal);
  if (answer.kind === 'not-found' || answer.kind === 'no-namespace') return undefined;
  if (answer.kind !== 'ok') throw unexpected(request, answer);
  const text = kind === 'Secret' ? secretText(answer.body) : configMapText(answer.body);
  if (text === undefined) throw unavailable(request, `answered with something that is not a ${kind}`);
  return text;
}

/** Its text by key alone. */
export async function readText(...what: Parameters<typeof readObject>): Promise<SecretText | undefined> {
  return (await readObject(...what))?.text;
}
