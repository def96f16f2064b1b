import type { StoredSecret } from '../src/kernel/index.ts';
import { planPush, type Policies, type PushStep } from '../src/plugins/push/infisical-push-secret/plan.ts';

/** What has happened to one key since the last pass. */
export interface Situation {
  /** Completes "the key ...". */
  readonly title: string;
  /** Value in the source; undefined: the source has no such key. */
  readonly source: string | undefined;
  readonly stored: readonly (Pick<StoredSecret, 'key' | 'value'> & { readonly ours: boolean })[];
}

/** The key that situations are about, and the name that somebody gave it in Infisical. */
export const KEY = 'KEY';
export const RENAMED = 'KEY_RENAMED';

/** Every situation that the policies tell apart. */
export const SITUATIONS = {
  unchanged: { title: 'is unchanged', source: 'v1', stored: [{ key: KEY, value: 'v1', ours: true }] },
  new: { title: 'is new', source: 'v1', stored: [] },
  changedHere: { title: 'was changed in the source', source: 'v2', stored: [{ key: KEY, value: 'v1', ours: true }] },
  changedThere: { title: 'was changed in Infisical', source: 'v1', stored: [{ key: KEY, value: 'v2', ours: true }] },
  deletedHere: {
    title: 'was taken from the source',
    source: undefined,
    stored: [{ key: KEY, value: 'v1', ours: true }],
  },
  deletedThere: { title: 'was deleted in Infisical', source: 'v1', stored: [] },
  renamedThere: {
    title: 'was renamed in Infisical',
    source: 'v1',
    stored: [{ key: RENAMED, value: 'v1', ours: false }],
  },
  foreign: {
    title: 'was made in Infisical by somebody else, with another value',
    source: 'v1',
    stored: [{ key: KEY, value: 'theirs', ours: false }],
  },
} as const satisfies Record<string, Situation>;

/** Name of a situation. */
export type SituationName = keyof typeof SITUATIONS;

/** What becomes of the place besides. */
export const EVENTS = {
  stays: 'The destination stays',
  moves: 'The destination changes: what becomes of the place that is left',
  ends: 'The resource is deleted',
} as const;

/** One of `EVENTS`. */
export type EventName = keyof typeof EVENTS;

/** The four ways to set the two policies, in the order of the table's columns. */
export const POLICIES: readonly { readonly title: string; readonly policies: Policies }[] = [
  { title: 'neither', policies: { replaces: false, deletes: false } },
  { title: '`updatePolicy: Replace`', policies: { replaces: true, deletes: false } },
  { title: '`deletionPolicy: Delete`', policies: { replaces: false, deletes: true } },
  { title: 'both', policies: { replaces: true, deletes: true } },
];

/** Steps that a pass takes. A place that is left is wanted to hold nothing. */
export function stepsIn({ source, stored }: Situation, event: EventName, policies: Policies): readonly PushStep[] {
  const secrets = stored.map(({ key, value }, index) => ({ id: `id-${index}`, key, value, comment: '', marks: [] }));
  const ours = new Set(secrets.filter((_, index) => stored[index]?.ours === true).map(({ id }) => id));
  return planPush({
    wanted: new Map(source === undefined || event !== 'stays' ? [] : [[KEY, source]]),
    unpushable: new Set(),
    stored: secrets,
    policies,
    isOurs: ({ id }) => ours.has(id),
  });
}

/** The outcome for the key in one word: what is done to it, or that it is left. */
export function outcomeIn(situation: Situation, event: EventName, policies: Policies): PushStep['kind'] | 'none' {
  return stepsIn(situation, event, policies)[0]?.kind ?? (situation.stored.length > 0 ? 'keep' : 'none');
}
