import { service, terminal, type Generator } from '#kernel';
import { makePassword } from './password.ts';
import { PasswordSpec } from './spec.ts';

const SYMBOLS = '~!@#$%^&*()_+-={}|[]:<>?,./';

/** Passwords. */
@service()
export class PasswordGenerator implements Generator {
  make(settings: unknown): string {
    const parsed = PasswordSpec.safeParse(settings ?? {});
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw invalid(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is invalid'}`);
    }
    const { length = 24, noUpper = false, allowRepeat = true, symbolCharacters = SYMBOLS } = parsed.data;
    const { digits = Math.floor(length / 4), symbols = Math.floor(length / 4) } = parsed.data;
    try {
      return makePassword({ length, digits, symbols, symbolCharacters, noUpper, allowRepeat });
    } catch (error) {
      if (error instanceof RangeError) throw invalid(error.message);
      throw error;
    }
  }
}

function invalid(problem: string): Error {
  return terminal('GeneratorInvalid', `spec.generator.passwordSpec: ${problem}.`);
}
