import { z } from 'zod';
import { CONTRACT_VERSION, REFERENCE_KINDS } from '#kernel';

/** Name of the file in a plugin's folder that says what the plugin is. */
export const MANIFEST_FILE = 'infisical-plugin.json';

/** Parts of a path begin with neither a dot nor a dash, so `..` and hidden files cannot be written. */
const FILE_PATH = /^[A-Za-z0-9_@][\w.@+-]*(?:\/[A-Za-z0-9_@][\w.@+-]*)*$/;
const CONFIG_PATH = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
/** What may be asked for: services of the kernel, one environment variable, a module of Node.js. */
const CAPABILITY = /^(?:secrets|tokens|platform\.(?:file|call)|env:[A-Za-z_]\w*|node:[a-z_]+(?:\/[a-z_]+)*)$/;
const MOST_FILES = 200;

const jsonSchema = z.record(z.string(), z.unknown());
const filePath = z.string().max(200).regex(FILE_PATH, 'must be a path below the folder, without . and ..');
const configPath = z.string().max(200).regex(CONFIG_PATH, 'must be names with dots between them');

/** A SHA-256 as 64 digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 of 64 digits, 0-9 and a-f');

const Contract = z.object({ contract: z.object({ from: z.int(), to: z.int() }) });

const Reference = z.strictObject({
  kind: z.enum(REFERENCE_KINDS),
  /** Where `config` of a resource has the name. */
  name: configPath,
  /** Where it has the namespace; left out or empty there: the resource's own. */
  namespace: configPath.optional(),
});

const AuthMethod = z.strictObject({
  key: z
    .string()
    .max(56)
    .regex(/^[A-Za-z][A-Za-z0-9]*$/, 'must be letters and digits'),
  identity: z.enum(['resource', 'operator']),
  config: jsonSchema,
  references: z.array(Reference).max(16).default([]),
});

const Manifest = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().max(100),
  contract: z.strictObject({ from: z.int(), to: z.int() }),
  summary: z.string().min(1).max(300),
  entry: filePath.regex(/\.m?js$/, 'must be a .js or .mjs file'),
  extensionPoints: z.strictObject({ 'auth-method': AuthMethod }),
  config: jsonSchema.optional(),
  needs: z
    .record(z.string().max(100).regex(CAPABILITY, 'is nothing that can be asked for'), z.string().min(1).max(200))
    .default({}),
  files: z.record(filePath, Sha256).refine((files) => Object.keys(files).length <= MOST_FILES, 'are too many'),
});

/** What a plugin's folder says of itself. */
export type PackageManifest = z.output<typeof Manifest>;

/** An object of the cluster that a resource's `config` may name. */
export type PackageReference = z.output<typeof Reference>;

/** A plugin that is not loaded. The message is a clause that begins in lower case, and may be shown to users. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}

/** The manifest in this text. Throws `PackageError`. */
export function parseManifest(text: string): PackageManifest {
  const value = parseJson(text);
  const contract = Contract.safeParse(value).data?.contract;
  // First of all: a manifest for another contract may have fields that nobody here knows.
  if (contract !== undefined && (contract.from > CONTRACT_VERSION || contract.to < CONTRACT_VERSION)) {
    throw new PackageError(
      `it was written for the contracts ${contract.from} to ${contract.to}, and this operator offers ${CONTRACT_VERSION}; use a release of the plugin that fits`,
    );
  }
  const { data, error } = Manifest.safeParse(value);
  if (error !== undefined) throw new PackageError(`${MANIFEST_FILE} cannot be used: ${issuesOf(error)}`);
  if (!Object.hasOwn(data.files, data.entry)) {
    throw new PackageError(`${MANIFEST_FILE} cannot be used: its entry ${data.entry} is not among its files`);
  }
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PackageError(`${MANIFEST_FILE} is no JSON`);
  }
}

/** The first of the issues with their fields, as one clause. Zod's messages quote no value. */
export function issuesOf({ issues }: Pick<z.ZodError, 'issues'>): string {
  const lines = issues.slice(0, 3).map((issue) => {
    const at = issue.path.map(String).join('.');
    const message = (issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined) ?? issue.message;
    return at === '' ? message : `${at}: ${message}`;
  });
  const more = issues.length > lines.length ? `, and ${issues.length - lines.length} more` : '';
  return `${lines.join('; ')}${more}`;
}
