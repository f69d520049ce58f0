/** How many at once, and how fast new ones come. */
export interface BucketSize {
  readonly burst: number;
  readonly refillSeconds: number;
}

/** One token bucket per key; those that are full again are forgotten. */
export interface TokenBuckets {
  /** @returns whether there was a token to take */
  take(key: string, nowMs: number): boolean;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** @param limit keys remembered at most; beyond it the oldest begins anew */
export function createTokenBuckets({ burst, refillSeconds }: BucketSize, limit = 10_000): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, nowMs) {
      const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
      const filled = Math.min(burst, tokens + (nowMs - atMs) / 1000 / refillSeconds);
      const taken = filled >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: taken ? filled - 1 : filled, atMs: nowMs });
      const [oldest] = buckets.keys();
      if (buckets.size > limit && oldest !== undefined) buckets.delete(oldest);
      return taken;
    },
  };
}
