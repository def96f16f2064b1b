import { z } from 'zod';
import { LOGIN_METHODS, terminal, type LoginMaterial, type OperatorError } from '../contracts/index.ts';

const LONGEST = 65_536;

const Material = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('login'),
    method: z.enum(LOGIN_METHODS),
    identity: z.string().min(1).max(LONGEST),
    body: z.custom((value) => typeof value === 'function'),
  }),
  // Sent in a header, so nothing that could end one.
  z.object({
    kind: z.literal('token'),
    token: z
      .string()
      .max(LONGEST)
      .regex(/^[\x21-\x7e]+$/),
  }),
]);

const Body = z.record(z.string().min(1).max(64), z.string().max(LONGEST));
const MOST_FIELDS = 32;

/** What a plugin gave, if it is login material. Throws terminal `PluginFailed` that names its bad fields. */
export function checkMaterial(plugin: string, given: LoginMaterial): LoginMaterial {
  const { error } = Material.safeParse(given);
  // As it came: its body may need the object that it belongs to.
  if (error === undefined) return given;
  throw unusable(plugin, 'login material', error);
}

/** What a plugin gave, if it is the body of a login. Throws terminal `PluginFailed`. */
export function checkBody(plugin: string, given: unknown): Readonly<Record<string, string>> {
  const { error, data } = Body.safeParse(given);
  if (error === undefined && Object.keys(data).length <= MOST_FIELDS) return data;
  throw unusable(plugin, 'a login body');
}

/** Names of fields are shown only where they are of the contract and not of the plugin's choice; values never. */
function unusable(plugin: string, what: string, error?: z.ZodError): OperatorError {
  const fields = [...new Set(error?.issues.flatMap(({ path }) => path.slice(0, 1).map(String)))];
  const bad = fields.length === 0 ? '' : `: ${fields.join(', ')}`;
  return terminal('PluginFailed', `Plugin ${plugin} gave ${what} that cannot be used${bad}.`);
}
