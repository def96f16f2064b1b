import { z } from 'zod';
import type { Contributed, ExtensionPoint } from '../contracts/index.ts';
import { CONTRACT_VERSION, type PluginManifest } from './manifest.ts';

const PLUGIN_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const CONTRIBUTION_KEY = /^[A-Za-z][A-Za-z0-9]*$/;

/** The shape that code from elsewhere must have before anything of it is believed. */
const ManifestShape = z.object({
  id: z.string(),
  contract: z.number(),
  summary: z.string().min(1),
  needs: z.array(z.string()).optional(),
  rights: z.array(z.object({ group: z.string(), resource: z.string(), verbs: z.array(z.string()).min(1) })).optional(),
  contributes: z.array(
    z.object({
      point: z.string(),
      contribution: z.looseObject({ key: z.string(), use: z.custom((value) => typeof value === 'function') }),
    }),
  ),
});

/** A plugin that cannot be loaded: the message names the plugin and what to do. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
}

/** Problems of one set of manifests, in order; empty when they may be loaded together. Reads data only. */
export function checkManifests(
  manifests: readonly PluginManifest[],
  points: readonly ExtensionPoint<Contributed>[],
): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  const ownerOfKey = new Map<string, string>();
  for (const [index, candidate] of manifests.entries()) {
    const shape = ManifestShape.safeParse(candidate);
    if (!shape.success) {
      const place = shape.error.issues[0]?.path.join('.') ?? '';
      problems.push(
        `${nameOf(candidate, index)}: the manifest is malformed${place === '' ? '' : ` at "${place}"`}; make it with definePlugin and contribute`,
      );
      continue;
    }
    const { id, contract, contributes } = shape.data;
    if (!PLUGIN_ID.test(id)) {
      problems.push(`plugin "${id}": the id must be <area>.<kebab-name>, such as auth.my-method`);
    }
    const isRepeated = ids.has(id);
    if (isRepeated)
      problems.push(`plugin "${id}" is listed twice; remove one, or rename it: ids of plugins are unique`);
    ids.add(id);
    if (contract !== CONTRACT_VERSION) {
      problems.push(
        `plugin "${id}" was written for contract ${contract}, this operator offers ${CONTRACT_VERSION}; use a release of the plugin that fits`,
      );
    }
    if (contributes.length === 0)
      problems.push(`plugin "${id}" contributes nothing; add a contribute(...) or remove it`);
    for (const { point, contribution } of contributes) {
      const known = points.find((each) => each.id === point);
      if (known === undefined) {
        const offered = points.map((each) => each.id).join(', ');
        problems.push(`plugin "${id}" contributes to "${point}", which does not exist; there are: ${offered}`);
        continue;
      }
      const fault = known.shape?.safeParse(contribution).error?.issues[0]?.path.join('.');
      if (fault !== undefined) {
        problems.push(
          `plugin "${id}": its contribution "${contribution.key}" to ${point} is malformed at "${fault}"; make it with contribute`,
        );
      }
      if (!CONTRIBUTION_KEY.test(contribution.key)) {
        problems.push(`plugin "${id}": the key "${contribution.key}" must be letters and digits only`);
      }
      // Field names are compared without case: `UniversalAuth` beside `universalAuth` would pass for the built-in one.
      const slot = `${point}/${contribution.key.toLowerCase()}`;
      const owner = ownerOfKey.get(slot);
      if (owner === undefined) ownerOfKey.set(slot, id);
      // Of a plugin that is listed twice, more need not be said.
      else if (!isRepeated || owner !== id) {
        problems.push(
          `plugin "${id}" claims the key "${contribution.key}" of ${point}, which plugin "${owner}" has; choose another key: names are not shadowed`,
        );
      }
    }
  }
  return problems;
}

/** What can be said of whose manifest this is, when nothing of it may be believed. */
function nameOf(candidate: unknown, index: number): string {
  const named = z.object({ id: z.string().min(1) }).safeParse(candidate);
  return named.success ? `plugin "${named.data.id}"` : `plugin number ${index + 1} of the list, which has no id`;
}
