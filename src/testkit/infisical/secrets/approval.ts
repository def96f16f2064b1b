import { randomUUID } from 'node:crypto';
import { covers } from '../access/index.ts';
import type { Place } from '../state/index.ts';

/**
 * The answer to a write that a policy of the project holds back: status 200, with a request for approval where the
 * secret would be, and nothing changed. Undefined if no policy covers the place.
 */
export function heldForApproval({ project, environment, folder }: Place): Record<string, unknown> | undefined {
  const policy = project.approvalPolicies.find(({ environment: slug, path }) =>
    covers({ environment: slug, secretPath: path }, environment.slug, folder.path),
  );
  if (policy === undefined) return undefined;
  const approval = { id: randomUUID(), folderId: folder.id, status: 'open', hasMerged: false, slug: randomUUID() };
  return { approval };
}
