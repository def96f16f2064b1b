import { hash } from 'node:crypto';
import { terminal, type OperatorError } from '#kernel';
import type { PushStep } from './plan.ts';

/**
 * Tells one set of writes from another without telling a value, not even by a hash of one, which for a short value would tell it: `origin` stands for
 * the values, such as the version of their source.
 */
export function requestOf(steps: readonly PushStep[], origin: readonly (string | number)[]): string {
  const writes = steps.flatMap((step) =>
    step.kind === 'keep' ? [] : [[step.kind, step.key, step.kind === 'create' ? '' : step.stored.id]],
  );
  return hash('sha256', JSON.stringify([origin, writes]), 'hex').slice(0, 16);
}

/** Most requests that the status has room for; those beyond are asked for again. */
const MOST_REQUESTS = 7;

/** Several requests that wait, as the status keeps them. Undefined when there is none. */
export function joinRequests(requests: readonly string[]): string | undefined {
  return requests.length === 0 ? undefined : requests.slice(0, MOST_REQUESTS).join(' ');
}

/** Whether a request is one of those that the status keeps. */
export function isPending(request: string, pending: string | undefined): boolean {
  return pending?.split(' ').includes(request) ?? false;
}

/** The writes wait for somebody in Infisical. */
export function approvalPending(): OperatorError {
  return terminal('ApprovalPending', 'A policy of the project holds the writes back until somebody approves of them.', {
    hint: 'Approve of the request in Infisical. To ask once more after a refusal, force a sync.',
  });
}
