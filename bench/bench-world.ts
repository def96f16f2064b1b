import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startInfisical, type Infisical } from '#testkit';
import { startControlPlane, type ControlPlane } from '../test/cluster/index.ts';
import { ApiClient, type ApiAccess } from './api-client.ts';
import { inParallel } from './in-parallel.ts';
import {
  CREDENTIALS,
  ENVIRONMENT,
  KEYS_PER_SOURCE,
  PROJECT,
  SOURCES,
  folderOf,
  namesOf,
  paths,
  resourceManifest,
  secretManifest,
} from './objects.ts';

/** All of them: an operator waits for the definition of each kind that it works on. */
const DEFINITIONS = fileURLToPath(new URL('../deploy/crds.yaml', import.meta.url));
const CONNECTIONS = 16;
const SERVED_WITHIN_MS = 30_000;

/** What all rounds share: a real API server with etcd, an Infisical that holds the sources, and an administrator of both. */
export class BenchWorld {
  private constructor(
    readonly plane: ControlPlane,
    readonly infisical: Infisical,
    readonly api: ApiClient,
    readonly access: ApiAccess,
  ) {}

  /** Starts everything; rejects when there are no binaries of a control plane, with nothing left running. */
  static async start(): Promise<BenchWorld> {
    const plane = await startControlPlane();
    const infisical = await startInfisical({ era: '26' });
    const access = { server: plane.server, caPem: plane.caPem, token: plane.adminToken };
    const world = new BenchWorld(plane, infisical, new ApiClient(access, CONNECTIONS), access);
    try {
      await world.prepare();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  /** A new namespace with `count` resources that nobody works on yet. Resolves to their names. */
  async populate(namespace: string, count: number): Promise<readonly string[]> {
    await this.createNamespace(namespace);
    const names = namesOf(count);
    await inParallel(names, CONNECTIONS, async (name, index) => {
      const value = resourceManifest(namespace, name, index, `${this.infisical.url}/api`);
      await this.create(paths.resources(namespace), value);
    });
    return names;
  }

  /** Deletes the resources and Secrets of a namespace. The namespace itself stays: only a controller manager could end it. */
  async clear(namespace: string): Promise<void> {
    for (const path of [paths.resources(namespace), paths.secrets(namespace)]) {
      await this.api.push({ method: 'DELETE', path });
    }
  }

  async createNamespace(name: string): Promise<void> {
    await this.create(paths.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  async create(path: string, value: object): Promise<void> {
    await this.api.push({ method: 'POST', path, body: { contentType: 'application/json', value } });
  }

  /** CPU time that etcd and the API server have used so far is read by these process ids. */
  serverPids(): readonly number[] {
    return this.plane.pids();
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.infisical.stop();
    await this.plane.stop();
  }

  private async prepare(): Promise<void> {
    const { infisical, plane } = this;
    const project = infisical.project({ slug: PROJECT, environments: [ENVIRONMENT] });
    for (let source = 0; source < SOURCES; source += 1) {
      for (let key = 0; key < KEYS_PER_SOURCE; key += 1) {
        infisical.secret(
          project,
          ENVIRONMENT,
          folderOf(source),
          `SETTING_${key}`,
          `value ${key} of ${source} `.padEnd(48, '.'),
        );
      }
    }
    const { clientId, clientSecret } = infisical.identity({ name: 'operator', universal: {}, projects: [project] });
    const stdin = await readFile(DEFINITIONS, 'utf8');
    const applied = await plane.kubectl(['apply', '--server-side', '-f', '-'], { stdin });
    if (applied.code !== 0) throw new Error(`the definitions could not be installed: ${applied.stderr}`);
    await this.untilServed();
    await this.createNamespace(CREDENTIALS.namespace);
    await this.create(paths.secrets(CREDENTIALS.namespace), secretManifest(CREDENTIALS, { clientId, clientSecret }));
  }

  /** The API server takes a moment to serve a definition that it has taken. */
  private async untilServed(): Promise<void> {
    const signal = AbortSignal.timeout(SERVED_WITHIN_MS);
    const path = paths.resources(CREDENTIALS.namespace);
    while (!(await this.api.call({ method: 'GET', path }).then(isAnswer, () => false))) {
      await setTimeout(100, undefined, { signal });
    }
  }
}

function isAnswer(): boolean {
  return true;
}
