/** A path in an environment; the path may end in `/**` for everything at and below it. */
export interface Scope {
  readonly environment: string;
  readonly secretPath: string;
}

/** `viewer` reads, `none` is a member without a single right. */
export type Role = 'member' | 'viewer' | 'none';

/** Membership of an identity in a project. */
export interface Grant {
  readonly projectId: string;
  readonly role: Role;
  /** Places whose values the identity may not read in spite of its role. */
  readonly hidden: readonly Scope[];
  /** Places whose events the identity may subscribe to; undefined: all that it may read. */
  readonly hears: readonly Scope[] | undefined;
}

/** The verdict of a token review, as far as a login uses it. */
export interface KubernetesVerdict {
  readonly authenticated: boolean;
  /** `system:serviceaccount:<namespace>:<name>`; read from the token if it is left out. */
  readonly username?: string;
  readonly audiences?: readonly string[];
  readonly error?: string;
}

/** Reviews a service account token. `audiences` is what a server of the emulated era would put into the review. */
export type KubernetesReview = (
  jwt: string,
  audiences: readonly string[] | undefined,
) => boolean | KubernetesVerdict | Promise<boolean | KubernetesVerdict>;

/** Checks what a login brought along; false refuses it, a rejection counts as a subject that is not allowed. */
export type LoginCheck = (material: Readonly<Record<string, string>>) => boolean | Promise<boolean>;

/** Login methods that differ only in what they send. */
export const CHECKED_METHODS = ['aws', 'azure', 'gcp', 'oidc', 'jwt', 'oci', 'ldap'] as const;
/** One of the methods that an identity's own check decides about. */
export type CheckedMethod = (typeof CHECKED_METHODS)[number];

/** Universal login: a client id with its secrets, and what the lock-out counts. */
export interface UniversalMethod {
  readonly clientId: string;
  readonly clientSecrets: { readonly id: string; readonly secret: string }[];
  /** Instants of wrong secrets, milliseconds since 1970. */
  failures: number[];
  lockedUntil: number;
}

/** Kubernetes login: who reviews the token, and which accounts it may be of. */
export interface KubernetesMethod {
  readonly review: KubernetesReview;
  /** Comma separated; empty allows all. */
  readonly allowedNamespaces: string;
  readonly allowedNames: string;
  readonly allowedAudience: string;
}

/** A machine identity. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly ttlSeconds: number;
  readonly maxTtlSeconds: number;
  /** Calls one access token is good for; 0 sets no limit. */
  readonly usesLimit: number;
  readonly grants: Grant[];
  readonly universal: UniversalMethod | undefined;
  readonly kubernetes: KubernetesMethod | undefined;
  readonly checked: ReadonlyMap<CheckedMethod, LoginCheck>;
}
