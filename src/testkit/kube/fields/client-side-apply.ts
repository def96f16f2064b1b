import {
  at,
  isObject,
  parseJson,
  setKey,
  without,
  type Json,
  type JsonObject,
  type KubeObject,
} from '../json/index.ts';
import { compare } from './compare.ts';
import { FieldSet } from './field-set.ts';
import type { MergeType } from './merge-type.ts';
import { toFieldSet } from './to-field-set.ts';

/*
 * `kubectl apply` without `--server-side` keeps what it applied in an annotation. When kubectl then applies server-side, the
 * server lets it take over the fields that it owned that way, and keeps the annotation up to date for a way back.
 */

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The only manager that the server does this for. */
const KUBECTL = 'kubectl';

/** The fields that `manager` may take over without force: those it applied client-side and nobody has changed since. */
export function inheritedFields(manager: string, type: MergeType, live: KubeObject): FieldSet {
  const text = live.metadata.annotations?.[ANNOTATION];
  if (manager !== KUBECTL || text === undefined) return new FieldSet();
  const applied = tryParse(text);
  if (!isObject(applied)) return new FieldSet();
  const { modified, removed } = compare(type, applied, live);
  return toFieldSet(type, applied).difference(modified).difference(removed);
}

/** The object with its annotation brought up to date, when it has one and kubectl applied. */
export function refreshLastApplied(manager: string, object: KubeObject, config: KubeObject): KubeObject {
  const annotations = object.metadata.annotations;
  if (manager !== KUBECTL || annotations?.[ANNOTATION] === undefined) return object;
  const own = at(config, 'metadata', 'annotations');
  const rest = isObject(own) ? without(own, ANNOTATION) : {};
  const kept = Object.keys(rest).length === 0 ? {} : { annotations: rest };
  const configured = { ...config, metadata: { ...without(config.metadata, 'annotations'), ...kept } };
  const text = `${JSON.stringify(inKeyOrder(configured))}\n`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [ANNOTATION]: text } } };
}

/** The value with its keys in order, as Go writes maps. */
export function inKeyOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const child = value[key];
    if (child !== undefined) setKey(result, key, inKeyOrder(child));
  }
  return result;
}

function tryParse(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    // Somebody wrote the annotation by hand: then nothing was applied client-side.
    return undefined;
  }
}
