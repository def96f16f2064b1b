import type { Finding } from '../app/index.ts';

/** `file:line:column: severity: object: field: message`, which editors and CI turn into links. */
export function findingLine({ file, line, column, severity, object, field, message }: Finding): string {
  const parts = [`${file}:${line}:${column}`, severity, object, field, message];
  return `${parts.filter((part) => part !== undefined).join(': ')}\n`;
}
