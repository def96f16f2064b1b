import { token } from '../container/index.ts';
import type { SourceSecret } from './infisical.ts';

/** Renders the templates that users write for the data of a target. */
export interface Templates {
  /**
   * The output as bytes. A text is parsed once, however often it is rendered. Throws terminal `TemplateInvalid`, whose message says where
   * in the template and never quotes a value. Bounded: it ends within 100 ms, whatever the template says.
   */
  render(template: string, secrets: readonly SourceSecret[]): Uint8Array;
}
export const TEMPLATES = token<Templates>('kernel.templates');
