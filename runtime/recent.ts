/** What happened a short while ago. */
export interface Recent {
  /** Notes that it happens now. @returns whether it had already happened within the time */
  seen(fact: string, nowMs: number): boolean;
}

/** @param limit facts remembered at most; beyond it the oldest is forgotten early */
export function createRecent(withinSeconds: number, limit = 10_000): Recent {
  const noted = new Map<string, number>();
  return {
    seen(fact, nowMs) {
      const before = noted.get(fact);
      if (before !== undefined && nowMs - before < withinSeconds * 1000) return true;
      noted.delete(fact);
      noted.set(fact, nowMs);
      for (const [oldest, atMs] of noted) {
        if (noted.size <= limit && nowMs - atMs < withinSeconds * 1000) break;
        noted.delete(oldest);
      }
      return false;
    },
  };
}
