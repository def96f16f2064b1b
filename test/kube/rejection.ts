/** The error that a promise rejects with; fails when it resolves, or rejects with something that is no Error. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('rejected with something that is no error', { cause: error });
  }
  throw new Error('it was expected to reject, but resolved');
}
