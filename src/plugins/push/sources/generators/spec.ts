import { z } from 'zod';

/** Longest password. */
const MOST_CHARACTERS = 1024;

const count = z.int().min(0).max(MOST_CHARACTERS);

/** `spec.generator.passwordSpec`. */
export const PasswordSpec = z
  .object({
    length: z.int().min(1).max(MOST_CHARACTERS).describe('Characters in all; 24 when left out.').optional(),
    digits: count.describe('How many of them are digits; a quarter when left out.').optional(),
    symbols: count.describe('How many of them are symbols; a quarter when left out.').optional(),
    symbolCharacters: z.string().max(256).describe('The symbols to choose from.').optional(),
    noUpper: z.boolean().describe('No letters in upper case.').optional(),
    allowRepeat: z.boolean().describe('Whether the same character may occur twice; true when left out.').optional(),
  })
  .describe('A password.');

/** `spec.generator.uuidSpec`: there is nothing to choose. */
export const UuidSpec = z.object({}).describe('A random UUID, of version 4.');
