/** What a run's wishes say of the cache. */
export interface CacheWishes {
  /** How much room kept files may take; absent: `defaultCacheBytes`. */
  readonly cacheMaxBytes?: number;
  /** Whether every task is run, whatever was kept; what it gives is kept all the same. */
  readonly ignoresCache?: boolean;
}
