import { fromPromise, type PromiseActorLogic } from 'xstate';

/**
 * Stands for an actor in a pure machine definition. It rejects when run, so a machine whose real actors were forgotten fails at its
 * first step and names what is missing.
 */
export function unprovided<Output, Input = undefined>(name: string): PromiseActorLogic<Output, Input> {
  return fromPromise<Output, Input>(() => Promise.reject(new Error(`actor "${name}" was not provided`)));
}
