import { OperatorError, terminal } from '../contracts/index.ts';
import type { TextMap } from './data-templates.ts';

/** How data is made of secrets, as `template` of a spec has it. */
export interface DataTemplate {
  readonly includeAllSecrets?: boolean | undefined;
  readonly data?: TextMap | undefined;
}

/**
 * Bytes by key: `plain` as it is, unless there is a template of data, which then stands alone or, with `includeAllSecrets`, above it. Sorted by key where
 * something was rendered. `render` throws terminal `TemplateInvalid`; what is thrown names the template by `where`, which names the object.
 */
export function templatedData(
  template: DataTemplate | undefined,
  plain: ReadonlyMap<string, Uint8Array>,
  render: (text: string) => Uint8Array,
  where: string,
): ReadonlyMap<string, Uint8Array> {
  const { data: templates, includeAllSecrets = false } = template ?? {};
  if (templates === undefined) return plain;
  const values = new Map(includeAllSecrets ? plain : []);
  for (const [key, text] of Object.entries(templates)) {
    try {
      values.set(key, render(text));
    } catch (error) {
      throw error instanceof OperatorError ? inTemplate(where, key, error) : error;
    }
  }
  return new Map([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inTemplate(where: string, key: string, { message }: OperatorError): OperatorError {
  return terminal('TemplateInvalid', `${where}: template.data[${JSON.stringify(key.slice(0, 253))}]: ${message}`);
}
