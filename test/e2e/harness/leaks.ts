import type { Canaries } from './canaries.ts';
import type { KubeApi, Plural } from './kube-api.ts';

/** Something that leaves text. */
export interface Witness {
  readonly log: readonly string[];
  /** Left out by a process that may be dead. */
  metrics?(): Promise<string>;
}

/** Kinds that the operator writes, or that speak of it. */
const WRITTEN: readonly Plural[] = ['infisicalsecrets', 'infisicalpushsecrets', 'events', 'secrets', 'configmaps'];

/**
 * Looks for planted words wherever the operator leaves text: its logs and metrics, and all objects of these namespaces but the data of
 * Secrets. Gives one line per find.
 */
export async function leaks(
  api: KubeApi,
  canaries: Canaries,
  namespaces: readonly string[],
  witnesses: readonly Witness[],
): Promise<readonly string[]> {
  const found: string[] = [];
  const look = (place: string, text: string): void => {
    for (const word of canaries.in(text)) found.push(`${place}: ${word}, in: ${text.slice(0, 400)}`);
  };
  for (const witness of witnesses) {
    for (const line of witness.log) look('log', line);
    look('metrics', (await witness.metrics?.()) ?? '');
  }
  for (const namespace of namespaces) {
    for (const plural of WRITTEN) {
      for (const object of await api.list(plural, namespace)) {
        const seen = plural === 'secrets' ? { ...object, data: undefined } : object;
        look(`${plural} ${namespace}/${object.metadata.name}`, JSON.stringify(seen));
      }
    }
  }
  return found;
}
