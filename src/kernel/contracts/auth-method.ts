import { z } from 'zod';
import type { ServiceClass } from '../container/index.ts';
import { extensionPoint } from './extension-point.ts';
import type { LoginMaterial } from './infisical.ts';
import { REFERENCE_KINDS, type ObjectKey, type ObjectReference, type ReferenceKind } from './objects.ts';
import type { SecretReader, ServiceAccountTokens } from './services.ts';

/** One login to prepare. */
export interface AuthRequest<Spec> {
  /** The parsed fragment under `spec.authentication.<key>`. */
  readonly spec: Spec;
  /** The resource that asks; its namespace is the default of references. */
  readonly resource: ObjectKey;
  /** Reads the Secrets that `references` names for this spec, and no others. Bound to this resource: throws terminal `NamespaceRefused`. */
  readonly secrets: SecretReader;
  /** Gives tokens of the ServiceAccounts that `references` names, and of no others. Bound like `secrets`. */
  readonly tokens: ServiceAccountTokens;
}

/** An object that a fragment names. */
export interface MethodReference extends ObjectReference {
  /** Below the fragment: `credentialsRef`. */
  readonly field: string;
}

/** A way to log in to Infisical. */
export interface AuthMethod<Spec> {
  /**
   * The material for one login. Called in each pass, so it does no more than read (cached) references; costly or single-use parts
   * belong into `LoginCall.body`. Throws terminal `CredentialsNotFound`, `CredentialsIncomplete` or `InvalidSpec`.
   */
  prepare(request: AuthRequest<Spec>, signal: AbortSignal): Promise<LoginMaterial>;
}

/** What an auth plugin contributes. */
export interface AuthMethodContribution<Spec = unknown> {
  /**
   * Of a built-in method: the field under `spec.authentication`, such as `universalAuth`. Of a third party's: what
   * `spec.authentication.plugin.name` must say.
   */
  readonly key: string;
  /**
   * Of a built-in method: its fragment of the custom resource, without `secretsScope`, which the resource adds; an object schema. Of a
   * third party's: the schema of `spec.authentication.plugin.config`, asked in each pass. Synchronous.
   */
  readonly spec: z.ZodType<Spec>;
  readonly use: ServiceClass<AuthMethod<Spec>>;
  /**
   * `project`: the scope names project and environment, and the method also serves push. `token`: the token is bound to a project, so the
   * scope names none, and it serves pull only. A third party's is always `project`.
   */
  readonly scope: 'project' | 'token';
  /** Kinds of objects that `references` names; each is watched while some enabled plugin names it. */
  readonly watches: readonly ReferenceKind[];
  /**
   * Whose identity the material proves. `resource`: that of credentials which the spec names. `operator`: that of the operator itself, such as the cloud
   * role of its pod; the core then sends the proof only to the operator's own host and to those that whoever runs it has allowed by name.
   */
  readonly identity: 'resource' | 'operator';
  /** Every object that `prepare` may read or have tokens of; a change of one leads to a new pass. Pure. */
  references(spec: Spec, resource: ObjectKey): readonly MethodReference[];
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

const Shape = z.looseObject({
  // Not `instanceof`: the zod of a third party may be another copy.
  spec: z.looseObject({ safeParse: z.custom(isFunction) }),
  scope: z.enum(['project', 'token']),
  identity: z.enum(['resource', 'operator']),
  watches: z.array(z.enum(REFERENCE_KINDS)),
  references: z.custom(isFunction),
});

/** Login methods, by key. */
export const AUTH_METHOD = extensionPoint<AuthMethodContribution>('auth-method', Shape);
