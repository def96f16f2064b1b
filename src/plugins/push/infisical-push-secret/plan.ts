import type { StoredSecret } from '#kernel';
import { isStoredAs } from './stored-value.ts';

/** What a resource may do besides making what is missing. */
export interface Policies {
  /** `updatePolicy: Replace`: values that are there may be overwritten, whoever made them. */
  readonly replaces: boolean;
  /** `deletionPolicy: Delete`: what the resource made goes with its key, with its destination and with the resource. */
  readonly deletes: boolean;
}

/** One place as it is, beside what it shall hold. */
export interface PushQuestion {
  /** Values by key; nothing where the place is left: the destination has changed, or the resource is being deleted. */
  readonly wanted: ReadonlyMap<string, string>;
  /** Keys that the source has, and whose values cannot be pushed: they are neither written nor taken for gone. */
  readonly unpushable: ReadonlySet<string>;
  readonly stored: readonly StoredSecret[];
  readonly policies: Policies;
  /** Whether this resource has made the secret. */
  isOurs(stored: StoredSecret): boolean;
}

/** Why a step is what it is, in words for the documentation and for the log. */
export const STEP_REASONS = {
  missing: 'Infisical has no such key',
  same: 'Infisical has the value already',
  replaceable: 'the value differs, and `updatePolicy` is `Replace`',
  notReplaceable: 'the value differs, and `updatePolicy` is not `Replace`',
  gone: 'it is wanted no more, the resource has made it, and `deletionPolicy` is `Delete`',
  notDeletable: 'it is wanted no more, and `deletionPolicy` is not `Delete`',
  unpushable: 'the source has a value that cannot be pushed',
} as const;

/** One of `STEP_REASONS`. */
export type StepReason = keyof typeof STEP_REASONS;

type KeepReason = Extract<PushStep, { readonly kind: 'keep' }>['reason'];

/** What to do about one key. */
export type PushStep = { readonly key: string } & (
  | { readonly kind: 'create'; readonly reason: 'missing'; readonly value: string }
  | { readonly kind: 'delete'; readonly reason: 'gone'; readonly stored: StoredSecret }
  | ({
      readonly stored: StoredSecret;
      /** Whether the resource has made it, and answers for it further on. */
      readonly ours: boolean;
    } & (
      | { readonly kind: 'update'; readonly reason: 'replaceable'; readonly value: string }
      | { readonly kind: 'keep'; readonly reason: 'same' | 'notReplaceable' | 'notDeletable' | 'unpushable' }
    ))
);

/**
 * What to do about each key that is wanted, and about each secret that this resource has made; all else in the place is nobody's business here. Sorted
 * by key. Pure.
 */
export function planPush(question: PushQuestion): readonly PushStep[] {
  const { wanted, unpushable, stored, policies } = question;
  const isOurs = (secret: StoredSecret): boolean => question.isOurs(secret);
  const keep = (secret: StoredSecret, reason: KeepReason): PushStep => ({
    kind: 'keep',
    reason,
    key: secret.key,
    stored: secret,
    ours: isOurs(secret),
  });
  const steps: PushStep[] = [];
  const listed = new Map<string, StoredSecret[]>();
  for (const secret of stored) listed.set(secret.key, [...(listed.get(secret.key) ?? []), secret]);

  for (const [key, value] of wanted) {
    // Old servers can hold two secrets of one name; no write could make both of them right.
    const twins = listed.get(key) ?? [];
    const there = twins.find((twin) => isStoredAs(value, twin.value)) ?? twins[0];
    if (there === undefined) steps.push({ kind: 'create', reason: 'missing', key, value });
    else if (isStoredAs(value, there.value)) steps.push(keep(there, 'same'));
    else if (!policies.replaces) steps.push(keep(there, 'notReplaceable'));
    else steps.push({ kind: 'update', reason: 'replaceable', key, value, stored: there, ours: isOurs(there) });
  }
  for (const secret of stored) {
    const { key } = secret;
    if (wanted.has(key) || !isOurs(secret)) continue;
    if (unpushable.has(key)) steps.push(keep(secret, 'unpushable'));
    else if (policies.deletes) steps.push({ kind: 'delete', reason: 'gone', key, stored: secret });
    else steps.push(keep(secret, 'notDeletable'));
  }
  return steps.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Whether nothing is to be written. */
export function isUpToDate(steps: readonly PushStep[]): boolean {
  return steps.every(({ kind }) => kind === 'keep');
}
