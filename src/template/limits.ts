/** What one rendering may use at most. All are hard stops: there is no partial output. */
export interface TemplateLimits {
  /** Bytes of the template's text. */
  readonly templateBytes: number;
  /** Bytes of the rendered text: a Kubernetes Secret holds 1 MiB in total. */
  readonly outputBytes: number;
  /** Bytes of any single string on the way. */
  readonly stringBytes: number;
  /** Elements of any single list, also of `until`, `untilStep` and `seq`. */
  readonly listItems: number;
  /** Units of work; see Meter. The default takes some 50 ms on one slow core. */
  readonly work: number;
  /** Nesting of templates in templates, of control structures, of parentheses and of printed values. */
  readonly depth: number;
  /** Wall time in ms, checked only when the engine was given a monotonic clock. */
  readonly timeMs: number;
}

/** Generous for any real Secret, and below 100 ms in the worst case. */
export const DEFAULT_LIMITS: TemplateLimits = {
  templateBytes: 256 * 1024,
  outputBytes: 1024 * 1024,
  stringBytes: 1024 * 1024,
  listItems: 50_000,
  work: 1_000_000,
  depth: 100,
  timeMs: 90,
};
