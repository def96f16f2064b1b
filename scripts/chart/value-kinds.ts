import { z } from 'zod';

/** Any object, as Kubernetes has it. */
export const open = z.looseObject({});
/** Texts by name. */
export const labels = z.record(z.string(), z.string());
/** A quantity or a percentage. */
export const quantity = z.union([z.string(), z.number()]);

/** A switch with its meaning. */
export function toggle(on: boolean, description: string): z.ZodType {
  return z.boolean().default(on).describe(description);
}

/** A group of values; its default is made of theirs. */
export function group(shape: z.ZodRawShape, description: string): z.ZodType {
  return z.strictObject(shape).prefault({}).describe(description);
}
