import { retryable, terminal, type OperatorError } from '#kernel';
import type { KubeRefusal, KubeRequest } from './answer.ts';
import { immutableFields, invalidMessage } from './invalid-message.ts';
import { describePath } from './resource-path.ts';
import { parseStatus, type StatusBody } from './status-body.ts';

/** A refusal as it came over the wire. */
export interface Refused {
  readonly code: number;
  /** Value of `Retry-After`, if any. */
  readonly retryAfter: string | undefined;
  /** Parsed JSON, or undefined where there was none. */
  readonly body: unknown;
}

/**
 * The one place that decides what a failed answer means. Returns what callers act on; throws terminal
 * `KubernetesForbidden` for 401 and 403, and retryable `KubernetesUnavailable` for everything that time may heal.
 * Nothing of the server's own words gets through, because they quote what they refuse.
 */
export function classify(request: KubeRequest, refused: Refused): KubeRefusal {
  const status = parseStatus(refused.body);
  switch (refused.code) {
    case 404:
      return status.kind === 'namespaces' ? { kind: 'no-namespace' } : { kind: 'not-found' };
    case 409:
      return { kind: 'conflict', cause: conflictCause(status) };
    case 410:
      return { kind: 'gone' };
    case 413:
      return { kind: 'invalid', message: 'The object is larger than the API server takes.', immutable: [] };
    case 422:
      // A uid in a patch is a precondition; that it did not hold is told as a failed validation.
      if (status.causes.some((cause) => cause.field === 'metadata.uid')) return { kind: 'conflict', cause: 'stale' };
      return { kind: 'invalid', message: invalidBecause(status), immutable: immutableFields(status.causes) };
    case 403:
      if (status.causes.some((cause) => cause.reason === 'NamespaceTerminating')) return { kind: 'no-namespace' };
      throw forbidden(request, status);
    case 401:
      throw terminal(
        'KubernetesForbidden',
        `The API server does not accept the operator's credentials (${phrase(request)}).`,
        { hint: "Check the kubeconfig, or the token of the operator's ServiceAccount." },
      );
    default:
      throw unavailable(request, `answered ${refused.code}`, retryAfterMs(refused.retryAfter, status));
  }
}

/** The API server could not be reached, or did not answer in time; `how` completes "The API server ...". */
export function unavailable(request: KubeRequest, how: string, afterMs?: number, cause?: unknown): OperatorError {
  return retryable('KubernetesUnavailable', `The API server ${how} (${phrase(request)}).`, {
    ...(afterMs === undefined ? {} : { retryAfterMs: afterMs }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A refusal that this caller has no use for, as an error. */
export function unexpected(request: KubeRequest, refusal: KubeRefusal): OperatorError {
  if (refusal.kind === 'invalid') return unavailable(request, `refused what the operator sent: ${refusal.message}`);
  return unavailable(request, `answered with an unexpected refusal: ${refusal.kind}`);
}

function conflictCause(status: StatusBody): Extract<KubeRefusal, { kind: 'conflict' }>['cause'] {
  if (status.reason === 'AlreadyExists') return 'exists';
  return status.causes.some((cause) => cause.reason === 'FieldManagerConflict') ? 'managers' : 'stale';
}

function forbidden(request: KubeRequest, status: StatusBody): OperatorError {
  return terminal('KubernetesForbidden', `The API server does not allow the operator to ${phrase(request)}.`, {
    hint: forbiddenHint(status.message),
  });
}

/**
 * Three things forbid: RBAC, quota, admission. Only the kind, and the name of a policy, is taken from the server's
 * message.
 */
function forbiddenHint(message: string): string {
  if (message.includes('exceeded quota')) return 'A ResourceQuota of the namespace is exhausted.';
  return admissionRule(message) ?? 'Grant the right to the ServiceAccount of the operator.';
}

/** The words of a policy may quote the object, so its name stands for them: who looks it up finds what it wants. */
function admissionRule(message: string): string | undefined {
  const rule = /(?:ValidatingAdmissionPolicy|admission webhook) ["']([a-z0-9.-]{1,253})["']/.exec(message)?.[1];
  return rule === undefined ? undefined : `The admission rule ${rule} refuses it.`;
}

function invalidBecause({ message, causes }: StatusBody): string {
  return admissionRule(message) ?? invalidMessage(causes);
}

function phrase(request: KubeRequest): string {
  return `${request.verb} ${describePath(request.target)}`;
}

function retryAfterMs(header: string | undefined, status: StatusBody): number | undefined {
  const seconds = header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : status.retryAfterSeconds;
  return seconds === undefined ? undefined : seconds * 1_000;
}
