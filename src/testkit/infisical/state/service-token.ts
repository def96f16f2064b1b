import type { Scope } from './identity.ts';

/** `write` takes in creating, changing and deleting, and does not take in `read`. */
export type ServiceTokenPermission = 'read' | 'write';

/** A token bound to one project, to places in it, and to what may be done there. */
export interface ServiceToken {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly projectId: string;
  readonly scopes: readonly Scope[];
  readonly permissions: readonly ServiceTokenPermission[];
  readonly expiresAt: Date | undefined;
  readonly createdAt: Date;
  lastUsed: Date | undefined;
}

/** The one place a token stands for, if it has a single scope without wildcards: then queries cannot move it. */
export function fixedScope(token: ServiceToken): Scope | undefined {
  const [only, ...others] = token.scopes;
  return only === undefined || others.length > 0 || only.secretPath.includes('*') ? undefined : only;
}
