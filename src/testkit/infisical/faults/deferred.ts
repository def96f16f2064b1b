/** A promise together with the function that fulfils it. */
export interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

/** A promise to be fulfilled from outside; a second `resolve` has no effect. */
export function deferred(): Deferred {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return {
    promise,
    resolve: () => {
      resolve();
    },
  };
}
