/**
 * Which Order object an order at the CA belongs to, as long as its URL is not written down; and which Orders this process
 * has just made, so that nothing can be at the CA for them yet.
 */
export interface Claims {
  /** This process made the Order object: there is nothing to adopt for its first attempt. */
  made(uid: string): void;
  /** @returns whether the Order was {@link made} here and this is its first attempt */
  firstAttempt(uid: string): boolean;
  claim(url: string, uid: string): void;
  claimedBy(url: string): string | undefined;
  /** The Order is finished or gone. */
  forget(uid: string): void;
}

export function createClaims(): Claims {
  const fresh = new Set<string>();
  const owners = new Map<string, string>();
  const urls = new Map<string, string>();
  return {
    made: (uid) => void fresh.add(uid),
    firstAttempt: (uid) => fresh.delete(uid),
    claim(url, uid) {
      owners.set(url, uid);
      urls.set(uid, url);
    },
    claimedBy: (url) => owners.get(url),
    forget(uid) {
      fresh.delete(uid);
      owners.delete(urls.get(uid) ?? '');
      urls.delete(uid);
    },
  };
}
