import { z } from 'zod';
import { Sha256, issuesOf } from './package-manifest.ts';

/** In place of a hash, where a plugin is being written: then no hash is checked at all. */
export const UNCHECKED = 'unchecked';

const Entry = z.strictObject({
  /** The login method: what resources say in `spec.authentication.plugin.name`. */
  name: z
    .string()
    .max(56)
    .regex(/^[A-Za-z][A-Za-z0-9]*$/, 'must be letters and digits'),
  /** Folder of the plugin. */
  path: z.string().min(1).max(4_096),
  /** SHA-256 of the manifest, which has those of all other files. */
  manifestSha256: z.union([Sha256, z.literal(UNCHECKED)]),
  /** Settings of the plugin itself, as its manifest's `config` describes them. */
  config: z.record(z.string(), z.unknown()).default({}),
});

const Listing = z.array(Entry).max(50);

/** One plugin that is to be loaded. */
export type ListedPlugin = z.output<typeof Entry>;

/** The list of plugins in a JSON text. Throws an Error that says what is wrong with it. */
export function parseListing(text: string): readonly ListedPlugin[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('the list of plugins is no JSON');
  }
  const { data, error } = Listing.safeParse(value);
  if (error !== undefined) throw new Error(`the list of plugins cannot be used: ${issuesOf(error)}`);
  return data;
}
