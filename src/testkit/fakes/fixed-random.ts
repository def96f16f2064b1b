import type { Random } from '#kernel';

/** Randomness that a test chooses: the same number each time, 0.5 unless told. */
export class FixedRandom implements Random {
  constructor(private readonly value = 0.5) {}

  next(): number {
    return this.value;
  }
}
