import { backoffMs, OperatorError, type Random } from '#kernel';
import { standingFor } from '../failures/index.ts';

/** Whoever asks within this time after a refusal gets the same: as long as it takes for those who came together. A person who mends it is slower. */
const TERMINAL_MS = 2_000;
const LONGEST_MS = 30_000;
/** The last failure of a source, for all who ask for it for a while. */
export interface StandingFailure {
  readonly error: OperatorError;
  /** Failures in a row. */
  readonly count: number;
  readonly stepMs: number;
  readonly untilMs: number;
}

/**
 * What a failed read leaves, after what the one before left. One that may pass stands for a second, and longer with each one after it.
 * Undefined for what has a time to come back already, and for what is no failure of the source.
 */
export function standingFailure(
  error: unknown,
  before: StandingFailure | undefined,
  nowMs: number,
  random: Random,
): StandingFailure | undefined {
  if (!(error instanceof OperatorError) || error.putOff !== undefined) return undefined;
  const count = (before?.count ?? 0) + 1;
  const stepMs = error.disposition === 'terminal' ? TERMINAL_MS : backoffMs(count, random, LONGEST_MS);
  return { error, count, stepMs, untilMs: nowMs + stepMs };
}

/** The error for one who asks now. */
export function tellFailure({ error, untilMs, stepMs }: StandingFailure, nowMs: number): OperatorError {
  return standingFor(error, untilMs - nowMs, stepMs);
}
