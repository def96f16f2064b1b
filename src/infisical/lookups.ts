import type { Counter, Metrics } from '#kernel';

/** How a look into a cache ended: it was there; somebody was fetching it already; it had to be fetched; a failure of a moment ago was told again. */
const RESULTS = ['hit', 'joined', 'miss', 'failure'] as const;
export type LookupResult = (typeof RESULTS)[number];
type Cache = 'tokens' | 'sources';

/** Told by a cache of each look into it. */
export type OnLookup = (result: LookupResult) => void;

/** Counts looks into the caches; all of them are there with zero from the start. */
export function countLookups(metrics: Metrics): Readonly<Record<Cache, OnLookup>> {
  const counter = metrics.counter(
    'infisical_cache_lookups_total',
    'Looks into the caches of access tokens and of what sources hold, by result: "hit", "joined" one that was on its way, "miss", or told a "failure" of a moment ago again.',
    ['cache', 'result'],
  );
  return { tokens: counting(counter, 'tokens'), sources: counting(counter, 'sources') };
}

function counting(counter: Counter, cache: Cache): OnLookup {
  for (const result of RESULTS) counter.inc({ cache, result }, 0);
  return (result) => {
    counter.inc({ cache, result });
  };
}
