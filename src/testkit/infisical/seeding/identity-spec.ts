import { randomBytes, randomUUID } from 'node:crypto';
import {
  CHECKED_METHODS,
  type CheckedMethod,
  type Grant,
  type Identity,
  type KubernetesReview,
  type LoginCheck,
  type Role,
  type Scope,
} from '../state/index.ts';
import { decodingReview } from '../routes/index.ts';
import type { ProjectRef } from './project-ref.ts';

/** 30 days, which the server uses for both times of an identity unless told otherwise. */
const DEFAULT_TTL_SECONDS = 2_592_000;

/** Kubernetes login of an identity. Lists are comma separated, empty allows all. */
export interface KubernetesSpec {
  /** Judges the token; reads its claims and believes them, unless given. A rejection stands for a dead API server. */
  readonly verify?: KubernetesReview;
  readonly allowedNamespaces?: string;
  readonly allowedNames?: string;
  readonly allowedAudience?: string;
}

/** A project the identity is a member of, with a role other than the identity's own. */
export interface GrantSpec {
  readonly project: ProjectRef;
  readonly permission?: Role;
  /** Places whose values it may not read in spite of its role. */
  readonly hidden?: readonly Scope[];
  /** Places whose events it may subscribe to; all that it may read unless given. */
  readonly hears?: readonly Scope[];
}

/** A machine identity to be made; the login methods of clouds and of LDAP are just checks of what was sent. */
export interface IdentitySpec extends Readonly<Partial<Record<CheckedMethod, LoginCheck>>> {
  readonly name: string;
  /** A UUID; made up unless given. */
  readonly id?: string;
  readonly universal?: { readonly clientId?: string; readonly clientSecret?: string };
  readonly kubernetes?: KubernetesSpec;
  readonly ttlSeconds?: number;
  readonly maxTtlSeconds?: number;
  /** Calls one access token is good for; 0, the default, sets no limit. */
  readonly usesLimit?: number;
  readonly projects?: readonly (ProjectRef | GrantSpec)[];
  /** Role in all projects that name none of their own; `member` unless given. */
  readonly permission?: Role;
}

/** The identity of a specification. `resolve` gives the id of a project, and throws if there is none. */
export function buildIdentity(spec: IdentitySpec, resolve: (project: ProjectRef) => string): Identity {
  const checks = CHECKED_METHODS.map((method) => [method, spec[method]] as const);
  return {
    id: spec.id ?? randomUUID(),
    name: spec.name,
    ttlSeconds: spec.ttlSeconds ?? DEFAULT_TTL_SECONDS,
    maxTtlSeconds: spec.maxTtlSeconds ?? DEFAULT_TTL_SECONDS,
    usesLimit: spec.usesLimit ?? 0,
    grants: (spec.projects ?? []).map((project) => grant(project, spec.permission ?? 'member', resolve)),
    universal: spec.universal === undefined ? undefined : universal(spec.universal),
    kubernetes: spec.kubernetes === undefined ? undefined : kubernetes(spec.kubernetes),
    checked: new Map(checks.flatMap(([method, check]) => (check === undefined ? [] : [[method, check]]))),
  };
}

/** A client secret as the server makes them. */
export function newClientSecret(secret: string = randomBytes(32).toString('hex')): { id: string; secret: string } {
  return { id: randomUUID(), secret };
}

function grant(entry: ProjectRef | GrantSpec, role: Role, resolve: (project: ProjectRef) => string): Grant {
  if (typeof entry === 'object' && 'project' in entry) {
    const { project, permission = role, hidden = [], hears } = entry;
    return { projectId: resolve(project), role: permission, hidden, hears };
  }
  return { projectId: resolve(entry), role, hidden: [], hears: undefined };
}

function universal({ clientId = randomUUID(), clientSecret }: NonNullable<IdentitySpec['universal']>) {
  return { clientId, clientSecrets: [newClientSecret(clientSecret)], failures: [], lockedUntil: 0 };
}

function kubernetes({ verify = decodingReview(), ...allowed }: KubernetesSpec) {
  const { allowedNamespaces = '', allowedNames = '', allowedAudience = '' } = allowed;
  return { review: verify, allowedNamespaces, allowedNames, allowedAudience };
}
