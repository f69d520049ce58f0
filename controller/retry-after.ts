/** Longer waits are cut: a server that says "next year" is not believed. */
const longestSeconds = 7 * 24 * 3600;

/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3): seconds, or an instant.
 *
 * @returns whole seconds from now, rounded up, at least 0; `undefined` when there is no such header or it makes no sense
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(Math.ceil(seconds), 0), longestSeconds);
}
