import type { z } from 'zod';
import { terminal, type OperatorError } from '../contracts/index.ts';

/** Why a spec does not parse, as one line: each bad field with its path from the root of the object, and what is wrong with it. */
export function invalidSpec(error: z.ZodError): OperatorError {
  const lines = error.issues.map(({ path, message }) => {
    const at = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
    return `spec${at}: ${message}`;
  });
  return terminal('InvalidSpec', `${[...new Set(lines)].join('; ')}.`);
}
