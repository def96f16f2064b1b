import { z } from 'zod';
import { terminal, type AuthMethodContribution } from '../contracts/index.ts';
import type { Registered } from '../plugins/index.ts';
import { boundedMessage } from '../status/index.ts';
import type { Guard } from './guard.ts';

const FIELD = 'spec.authentication.plugin.config';
/** A reader mends one field after the other. */
const MOST_ISSUES = 5;

const Issues = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })).min(1);
const Verdict = z.union([
  z.object({ success: z.literal(true), data: z.unknown() }),
  z.object({ success: z.literal(false), error: z.object({ issues: Issues }) }),
]);

/**
 * The settings of a third party's method, checked by the schema of its plugin. Throws terminal `PluginConfigInvalid` with each bad field and
 * what is wrong with it, and terminal `PluginFailed` when the schema itself breaks.
 */
export function parseConfig(method: Registered<AuthMethodContribution>, config: unknown, guard: Guard): unknown {
  const { plugin, contribution } = method;
  // A copy: what the spec holds is shared with the cache of the informer.
  const own = structuredClone(config);
  const verdict = guard.callNow('checking spec.authentication.plugin.config', () =>
    Verdict.parse(contribution.spec.safeParse(own)),
  );
  if (verdict.success) return verdict.data;
  const lines = verdict.error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => {
    const at = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    return `${FIELD}${at}: ${withoutValues(boundedMessage(message, 256), valueAt(config, path))}`;
  });
  throw terminal('PluginConfigInvalid', `Plugin ${plugin} refuses ${lines.join('; ')}.`);
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (Reflect.get(at, step) as unknown) : undefined),
    value,
  );
}

/** The message of a check without what it quotes of the value: nobody knows what people put into settings. */
function withoutValues(message: string, value: unknown): string {
  return textsIn(value).reduce((text, quoted) => text.replaceAll(quoted, '…'), message);
}

/** Texts in a value, the longest first; what is shorter than three characters gives nothing away. */
function textsIn(value: unknown): readonly string[] {
  const found: string[] = [];
  const visit = (at: unknown): void => {
    if (typeof at === 'string' || typeof at === 'number') found.push(String(at));
    else if (typeof at === 'object' && at !== null) Object.values(at).forEach(visit);
  };
  visit(value);
  return found.filter(({ length }) => length >= 3).sort((a, b) => b.length - a.length);
}
