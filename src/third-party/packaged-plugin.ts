import { z } from 'zod';
import {
  AUTH_METHOD,
  CONTRACT_VERSION,
  LOGIN_METHODS,
  PLATFORM,
  contribute,
  definePlugin,
  retryable,
  service,
  terminal,
  type AuthMethod,
  type AuthRequest,
  type LoginMaterial,
  type Platform,
  type PluginManifest,
} from '#kernel';
import { configSchema } from './config-schema.ts';
import type { PackageManifest } from './package-manifest.ts';
import { referencesOf } from './references.ts';
import type { PluginRunner } from './plugin-runner.ts';

/**
 * The plugin of a package as the kernel has plugins. All that is asked of it outside of a login is data of its manifest; only a login runs its code, in
 * `runner`'s process. Throws `PackageError` for a schema that cannot be used.
 */
export function packagedPlugin(manifest: PackageManifest, runner: Pick<PluginRunner, 'call'>): PluginManifest {
  const { id, summary, extensionPoints, needs } = manifest;
  const { key, identity, config, references } = extensionPoints['auth-method'];

  @service(PLATFORM)
  class PackagedMethod implements AuthMethod<unknown> {
    constructor(private readonly platform: Platform) {}

    async prepare(
      { spec, resource, secrets, tokens }: AuthRequest<unknown>,
      signal: AbortSignal,
    ): Promise<LoginMaterial> {
      const services = { secrets, tokens, platform: this.platform };
      const material = asMaterial(id, await runner.call('prepare', { spec, resource }, services, signal));
      if (material.kind === 'token') return material;
      return {
        kind: 'login',
        method: material.method,
        identity: material.identity,
        // A body stays in the process that made it, and that process may have ended; so it is made from the beginning.
        body: async (flight) => {
          const made = asMaterial(id, await runner.call('login', { spec, resource }, services, flight));
          if (made.kind === 'login' && made.method === material.method && made.identity === material.identity) {
            return made.body ?? {};
          }
          throw retryable('PluginFailed', `Plugin ${id} named another identity for the login than before it.`, {
            hint: 'Credentials that were exchanged in this moment are used at the next try.',
          });
        },
      };
    }
  }

  return definePlugin({
    id,
    contract: CONTRACT_VERSION,
    summary,
    needs: Object.entries(needs).map(([need, reason]) => `${need}: ${reason}`),
    contributes: [
      contribute(AUTH_METHOD, {
        key,
        spec: configSchema(config, 'extensionPoints.auth-method.config'),
        scope: 'project',
        identity,
        use: PackagedMethod,
        watches: [...new Set(references.map(({ kind }) => kind))],
        references: (spec, resource) => referencesOf(references, spec, resource),
      }),
    ],
  });
}

const Text = z.string().max(65_536);
const Material = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), token: Text }),
  z.object({
    kind: z.literal('login'),
    method: z.enum(LOGIN_METHODS),
    identity: Text.min(1),
    body: z.record(Text, Text).optional(),
  }),
]);

/** What a plugin gave, if it is login material. Throws terminal `PluginFailed` that names the bad fields of the contract. */
function asMaterial(id: string, given: unknown): z.output<typeof Material> {
  const { data, error } = Material.safeParse(given);
  if (error === undefined) return data;
  const fields = [...new Set(error.issues.flatMap(({ path }) => path.slice(0, 1).map(String)))];
  const which = fields.length === 0 ? '' : `: ${fields.join(', ')}`;
  throw terminal('PluginFailed', `Plugin ${id} gave login material that cannot be used${which}.`);
}
