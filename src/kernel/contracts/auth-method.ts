import type { z } from 'zod';
import type { ServiceClass } from '../container/index.ts';
import { extensionPoint } from './extension-point.ts';
import type { LoginMaterial } from './infisical.ts';
import type { ObjectKey, ObjectReference, ReferenceKind } from './objects.ts';

/** One login to prepare. */
export interface AuthRequest<Spec> {
  /** The parsed fragment under `spec.authentication.<key>`. */
  readonly spec: Spec;
  /** The resource that asks; its namespace is the default of references. */
  readonly resource: ObjectKey;
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
  /** Field name under `spec.authentication`: `universalAuth`. */
  readonly key: string;
  /** Its fragment of the custom resource, without `secretsScope`, which the resource adds. */
  readonly spec: z.ZodType<Spec>;
  readonly use: ServiceClass<AuthMethod<Spec>>;
  /**
   * `project`: the scope names project and environment, and the method also serves push. `token`: the token is bound to a project, so the
   * scope names none, and it serves pull only.
   */
  readonly scope: 'project' | 'token';
  /** Kinds of objects that `references` names; each is watched while some enabled plugin names it. */
  readonly watches: readonly ReferenceKind[];
  /** Objects whose change must lead to a new pass. Pure. */
  references(spec: Spec, resource: ObjectKey): readonly ObjectReference[];
}

/** Login methods, by their field under `spec.authentication`. */
export const AUTH_METHOD = extensionPoint<AuthMethodContribution>('auth-method');
