/** Calls `work` for each item, at most `limit` at a time, in order. Rejects with the first failure, after which nothing new is begun. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) await work(item, index).catch((error: unknown) => fail(error));
    }
  };
  const fail = (error: unknown): never => {
    next = items.length;
    throw error;
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
