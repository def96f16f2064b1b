import { Refusal } from '../era/index.ts';
import type { Grant, Project, Role } from '../state/index.ts';
import type { Caller } from './caller.ts';
import { covers } from './scope.ts';

/** What can be done to the secrets and folders of a place. */
export type Action = 'read' | 'create' | 'edit' | 'delete';

const RIGHTS: Readonly<Record<Role, readonly Action[]>> = {
  member: ['read', 'create', 'edit', 'delete'],
  viewer: ['read'],
  none: [],
};

/** Throws unless the caller belongs to the project: an identity by a grant, a service token by its project. */
export function requireMember(caller: Caller, project: Project): void {
  if (caller.kind === 'identity' && grantOf(caller, project) === undefined) {
    throw new Refusal('notInProject', 'This identity is not a member of the project');
  }
  if (caller.kind === 'serviceToken' && caller.token.projectId !== project.id) {
    throw new Refusal('serviceTokenProject', 'This service token belongs to another project');
  }
}

/** Throws unless the caller is a member and may do this at this place. */
export function requireRight(
  caller: Caller,
  project: Project,
  action: Action,
  environment: string,
  path: string,
): void {
  requireMember(caller, project);
  if (!mayDo(caller, project, action, environment, path)) throw denied(action, [{ environment, secretPath: path }]);
}

/** Whether the caller, known to be a member, may do this at this place. */
export function mayDo(caller: Caller, project: Project, action: Action, environment: string, path: string): boolean {
  if (caller.kind === 'anonymous') return false;
  if (caller.kind === 'serviceToken') {
    const { permissions, scopes } = caller.token;
    const needed = action === 'read' ? 'read' : 'write';
    return permissions.includes(needed) && scopes.some((scope) => covers(scope, environment, path));
  }
  const grant = grantOf(caller, project);
  if (grant === undefined || !RIGHTS[grant.role].includes(action)) return false;
  return action !== 'read' || !grant.hidden.some((scope) => covers(scope, environment, path));
}

/** Whether the caller may subscribe to events of this place, given as it stands in the subscription. */
export function mayHear(caller: Caller, project: Project, environment: string, path: string): boolean {
  const hears = caller.kind === 'identity' ? grantOf(caller, project)?.hears : undefined;
  const isHeard = hears === undefined || hears.some((scope) => covers(scope, environment, path));
  return isHeard && mayDo(caller, project, 'read', environment, path);
}

/** The refusal for places the caller lacks a right in; servers of 2026 name each of them. */
export function denied(action: Action, places: readonly { environment: string; secretPath: string }[]): Refusal {
  const details = places.map((conditions) => ({ action, subject: 'secrets', conditions }));
  return new Refusal('permissionDenied', `The caller lacks the right to ${action} secrets here`, { details });
}

function grantOf(caller: Extract<Caller, { kind: 'identity' }>, project: Project): Grant | undefined {
  return caller.identity.grants.find((grant) => grant.projectId === project.id);
}
