import { z } from 'zod';
import {
  AUTH_METHOD,
  contribute,
  definePlugin,
  objectName,
  terminal,
  type AuthMethod,
  type AuthRequest,
  type LoginMaterial,
  type ObjectKey,
} from '#kernel';

const VaultConfig = z.strictObject({
  identityId: z.string(),
  secretName: objectName('a Secret', 'Name of the Secret with the key jwt.'),
  mount: z.string().regex(/^kv\//, 'must begin with kv/').optional(),
});
type VaultConfig = z.output<typeof VaultConfig>;

/** What somebody outside of the project would write: JWT auth with a JWT out of a Secret. Sees the kernel and nothing else. */
class Vault implements AuthMethod<VaultConfig> {
  async prepare({ spec, resource, secrets }: AuthRequest<VaultConfig>, signal: AbortSignal): Promise<LoginMaterial> {
    const { identityId } = spec;
    const jwt = (await secrets.read(vaultKey(spec, resource), signal)).get('jwt');
    if (jwt === undefined) throw terminal('CredentialsIncomplete', `Secret ${spec.secretName} has no key jwt.`);
    return {
      kind: 'login',
      method: 'jwt',
      identity: JSON.stringify([identityId, jwt]),
      body: () => Promise.resolve({ identityId, jwt }),
    };
  }
}

function vaultKey({ secretName }: VaultConfig, { namespace }: ObjectKey): ObjectKey {
  return { namespace, name: secretName };
}

/** A plugin that keeps to the contract; its method is `acmeVault`. */
export const vaultPlugin = definePlugin({
  id: 'acme.vault',
  contract: 1,
  summary: 'Login with a JWT that the vault of Acme keeps in a Secret.',
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'acmeVault',
      spec: VaultConfig,
      scope: 'project',
      identity: 'resource',
      use: Vault,
      watches: ['Secret'],
      references: (config: VaultConfig, resource) => [
        { kind: 'Secret', field: 'secretName', ...vaultKey(config, resource) },
      ],
    }),
  ],
});

/** Ways in which a method can go wrong. */
export const FAULTS = [
  'throws',
  'hangs',
  'nonsense',
  'body throws',
  'body hangs',
  'body nonsense',
  'references throw',
] as const;
export type Fault = (typeof FAULTS)[number];

const BrokenConfig = z.object({ fault: z.enum(FAULTS), secretName: z.string() });
type BrokenConfig = z.output<typeof BrokenConfig>;

/** Code that no compiler has seen can give anything. */
function unchecked(value: unknown): never {
  return value as never;
}

/** Puts the word of a Secret wherever it should not be. */
class Broken implements AuthMethod<BrokenConfig> {
  async prepare({ spec, resource, secrets }: AuthRequest<BrokenConfig>, signal: AbortSignal): Promise<LoginMaterial> {
    const { fault } = spec;
    const secret = await secrets.read({ namespace: resource.namespace, name: spec.secretName }, signal);
    const word = secret.get('word') ?? '';
    if (fault === 'throws') throw new Error(`no luck with ${word}`);
    if (fault === 'hangs') return new Promise(() => undefined);
    if (fault === 'nonsense') return unchecked({ kind: 'login', method: word, identity: word });
    return {
      kind: 'login',
      method: 'jwt',
      identity: word,
      body: () => {
        if (fault === 'body throws') throw new Error(`no luck with ${word}`);
        if (fault === 'body hangs') return new Promise(() => undefined);
        return Promise.resolve(unchecked({ [word]: 7 }));
      },
    };
  }
}

/** A plugin that does whatever its users ask for in `config.fault`; its method is `acmeBroken`. */
export const brokenPlugin = definePlugin({
  id: 'acme.broken',
  contract: 1,
  summary: 'Fails in as many ways as it can.',
  contributes: [
    contribute(AUTH_METHOD, {
      key: 'acmeBroken',
      spec: BrokenConfig,
      scope: 'project',
      identity: 'resource',
      use: Broken,
      watches: ['Secret'],
      references: ({ fault, secretName: name }: BrokenConfig, { namespace }) => {
        if (fault === 'references throw') throw new Error('no luck');
        return [{ kind: 'Secret', field: 'secretName', namespace, name }];
      },
    }),
  ],
});
