import { readFile } from 'node:fs/promises';

import { stringify } from 'yaml';
import { z } from 'zod';

/** One finished request to the API server. */
export interface AuditEvent {
  /** As in RBAC, so a server-side apply is `patch`; a watch is recorded when it ends. */
  readonly verb: string;
  /** Plural name, for example `secrets`; undefined for paths such as `/readyz` and for discovery. */
  readonly resource: string | undefined;
  /** API group, empty for the core group. */
  readonly group: string;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly user: string;
  /** HTTP status of the answer; 0 when the client went away before there was one. */
  readonly code: number;
  /** Path and query, where a field manager or a resourceVersion can be seen. */
  readonly requestUri: string;
  readonly receivedAt: Date;
}

const STAGE = 'ResponseComplete';

/** Policy file for `--audit-policy-file`: who asked what of which object, never a body. */
export function auditPolicy(): string {
  return stringify({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived', 'ResponseStarted'],
    rules: [{ level: 'Metadata' }],
  });
}

const auditLine = z.object({
  stage: z.string(),
  verb: z.string(),
  requestURI: z.string(),
  user: z.object({ username: z.string() }),
  objectRef: z
    .object({
      resource: z.string().optional(),
      apiGroup: z.string().optional(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  // Left out when the client had gone before there was an answer.
  responseStatus: z.object({ code: z.number().default(0) }).default({ code: 0 }),
  requestReceivedTimestamp: z.iso.datetime({ offset: true }),
});

/** The finished requests of an audit log, in the order of their end. Throws on a line that is no audit event. */
export function parseAuditLog(text: string): AuditEvent[] {
  // What follows the last newline is a line that is being written.
  const lines = text.split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const event = auditLine.parse(JSON.parse(line));
    // A request that panicked ends in another stage; it did not complete.
    if (event.stage !== STAGE) return [];
    const { resource, apiGroup, subresource, namespace, name } = event.objectRef ?? {};
    return [
      {
        verb: event.verb,
        resource,
        group: apiGroup ?? '',
        subresource,
        namespace,
        name,
        user: event.user.username,
        code: event.responseStatus.code,
        requestUri: event.requestURI,
        receivedAt: new Date(event.requestReceivedTimestamp),
      },
    ];
  });
}

/** Reads the whole audit log of a running or stopped API server. */
export async function readAuditLog(path: string): Promise<AuditEvent[]> {
  return parseAuditLog(await readFile(path, 'utf8'));
}
