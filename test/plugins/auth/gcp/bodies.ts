import { OperatorError, type LoginMaterial } from '#kernel';

/** The body of a login. */
export async function bodyOf(
  material: LoginMaterial,
  signal = new AbortController().signal,
): Promise<Readonly<Record<string, string>>> {
  if (material.kind !== 'login') throw new Error('expected a login');
  return material.body(signal);
}

/** The error that making the body ends with. */
export async function failureOf(material: LoginMaterial): Promise<OperatorError> {
  try {
    await bodyOf(material);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error('succeeded');
}
