import { z } from 'zod';
import { formatKey, type CustomResource, type RestingRecord } from '#kernel';

/** One condition of a resource, as its status has it. */
export interface ConditionView {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** One resource. */
export interface ResourceView {
  readonly key: string;
  /** Where its last pass came to rest; undefined before the first one ended in this process. */
  readonly state: string | undefined;
  /** Failures in a row. */
  readonly failures: number;
  readonly conditions: readonly ConditionView[];
}

/** One kind of resources. */
export interface KindView {
  readonly kind: string;
  /** Keys that wait for a worker. */
  readonly waiting: number;
  /** How many there are, by state. */
  readonly states: Readonly<Record<string, number>>;
  /** Those that are not well first. */
  readonly resources: readonly ResourceView[];
  /** How many are not shown. */
  readonly leftOut: number;
}

/** What the status page shows: the answer of `/status.json`. Holds names and messages, and no value of a secret, as these hold none. */
export interface StatusDocument {
  readonly version: string;
  /** Whether this process makes passes; otherwise another does, or it is starting. */
  readonly working: boolean;
  /** What is missing for it to be ready; undefined: nothing. */
  readonly missing: string | undefined;
  readonly plugins: readonly { readonly id: string; readonly origin: string }[];
  readonly kinds: readonly KindView[];
}

/** What is known of one kind. */
export interface KindSource {
  readonly kind: string;
  readonly waiting: number;
  readonly objects: readonly CustomResource[];
  readonly resting: ReadonlyMap<string, RestingRecord>;
}

/** More resources of a kind than anybody reads on a page. */
const MOST_SHOWN = 500;

const Status = z
  .object({
    conditions: z.array(
      z.object({
        type: z.string(),
        status: z.string(),
        reason: z.string().default(''),
        message: z.string().default(''),
      }),
    ),
  })
  .catch({ conditions: [] });

/** Lists one kind. Pure; a status that nobody can read counts as none. */
export function viewOf({ kind, waiting, objects, resting }: KindSource): KindView {
  const all = objects.map((object): ResourceView => {
    const key = formatKey(object.metadata);
    const { state, failures = 0 } = resting.get(key) ?? {};
    return { key, state, failures, conditions: Status.parse(object.status).conditions };
  });
  const states: Record<string, number> = {};
  for (const { state = 'pending' } of all) states[state] = (states[state] ?? 0) + 1;
  const resources = all
    .sort((a, b) => Number(isReady(a)) - Number(isReady(b)) || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_SHOWN);
  return { kind, waiting, states, resources, leftOut: all.length - resources.length };
}

function isReady({ conditions }: ResourceView): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
