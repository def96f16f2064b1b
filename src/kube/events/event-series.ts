import type { ResourceEvent, ResourceIdentity } from '#kernel';
import { apiVersionOf } from '../client/index.ts';
import { cutToBytes } from './cut-to-bytes.ts';

/** The API server refuses longer messages. */
const MESSAGE_BYTES = 1_024;
const NAME_LENGTH = 253;

/** Who reports. */
export interface EventSource {
  readonly component: string;
  /** Name of the pod or host. */
  readonly instance: string;
}

/** One Event object: first written when something happens, and counted up while it keeps happening. */
export interface EventSeries {
  readonly about: ResourceIdentity;
  readonly event: ResourceEvent;
  readonly firstAt: Date;
  lastAt: Date;
  /** How often it happened. */
  count: number;
  /** Name of the object in the cluster; undefined until it was created. */
  created: string | undefined;
  /** Waits in the queue, or is being sent. */
  queued: boolean;
  /** Failed tries in a row. */
  failures: number;
}

/** What makes two happenings the same. */
export function seriesKey(about: ResourceIdentity, event: ResourceEvent): string {
  return JSON.stringify([about.type.kind, about.uid, event.type, event.reason, event.message]);
}

/** Unique like the API's own tools make it: name of the object, a dot, and something that does not come again. */
export function eventName(about: ResourceIdentity, nowMs: number, random: number): string {
  const suffix = `.${nowMs.toString(16)}${Math.floor(random * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}`;
  // A cut must not end in a dot, which the suffix would double.
  return about.name.slice(0, NAME_LENGTH - suffix.length).replace(/[.-]+$/, '') + suffix;
}

/** The whole object, for its creation. */
export function eventBody(series: EventSeries, name: string, source: EventSource): object {
  const { about, event } = series;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: about.namespace, name },
    involvedObject: {
      apiVersion: apiVersionOf(about.type),
      kind: about.type.kind,
      namespace: about.namespace,
      name: about.name,
      uid: about.uid,
    },
    type: event.type,
    reason: event.reason,
    message: cutToBytes(event.message, MESSAGE_BYTES),
    source: { component: source.component },
    reportingComponent: source.component,
    reportingInstance: source.instance,
    firstTimestamp: seconds(series.firstAt),
    lastTimestamp: seconds(series.lastAt),
    count: series.count,
  };
}

/** The merge patch that counts it up. */
export function eventCountPatch(series: EventSeries): object {
  return { count: series.count, lastTimestamp: seconds(series.lastAt) };
}

/** RFC 3339 in whole seconds, all that `metav1.Time` keeps. */
function seconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
