import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import type { ApiClient } from './api-client.ts';

const FOLDER = new URL('results/', import.meta.url);

/** What a result was measured with; nothing in it tells whose machine it was. */
export interface Surroundings {
  /** The day, as YYYY-MM-DD. */
  readonly date: string;
  readonly operator: string;
  readonly node: string;
  readonly kubernetes: string;
  /** Processors that clients, API server and etcd shared. */
  readonly processors: number;
}

const Version = z.object({ gitVersion: z.string() });

/** The surroundings of a run that is made now. */
export async function surroundings(api: ApiClient): Promise<Surroundings> {
  const { gitVersion } = Version.parse(await api.call({ method: 'GET', path: '/version' }));
  return {
    date: new Date().toISOString().slice(0, 10),
    operator: manifest.version,
    node: process.versions.node,
    kubernetes: gitVersion.replace(/^v/, ''),
    processors: availableParallelism(),
  };
}

/** Writes `bench/results/<name>.json`. */
export async function writeResult(name: string, result: object): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(new URL(`${name}.json`, FOLDER), `${JSON.stringify(result, undefined, 2)}\n`);
}
