import { z } from 'zod';
import {
  AUTH_METHOD,
  contribute,
  definePlugin,
  type AuthMethod,
  type AuthRequest,
  type LoginMaterial,
  type ObjectKey,
} from '#kernel';

const Config = z.object({ declares: z.string(), reads: z.string(), mints: z.string() }).partial();
type Config = z.output<typeof Config>;

function keyOf(text: string): ObjectKey {
  const [namespace = '', name = ''] = text.split('/');
  return { namespace, name };
}

/** Reads, and has tokens minted of, whatever its users ask for as `namespace/name`. */
class Reader implements AuthMethod<Config> {
  async prepare({ spec, secrets, tokens }: AuthRequest<Config>, signal: AbortSignal): Promise<LoginMaterial> {
    const { declares, reads = declares, mints } = spec;
    const read = reads === undefined ? undefined : await secrets.read(keyOf(reads), signal);
    const minted = { audiences: [], expirationSeconds: 600 };
    return {
      kind: 'login',
      method: 'jwt',
      identity: read?.get('word') ?? 'none',
      body: async (flight) => ({
        identityId: 'any',
        jwt: mints === undefined ? 'none' : await tokens.request({ ...keyOf(mints), ...minted }, flight),
      }),
    };
  }
}

/** A plugin that declares only what `config.declares` names; its method is `acmeReader`. */
export const readingPlugin = definePlugin({
  id: 'acme.reader',
  contract: 1,
  summary: 'Reads whatever it is asked to.',
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'acmeReader',
      spec: Config,
      scope: 'project',
      identity: 'resource',
      use: Reader,
      watches: ['Secret'],
      references: ({ declares }: Config) =>
        declares === undefined ? [] : [{ kind: 'Secret', field: 'secret', ...keyOf(declares) }],
    }),
  ],
});
