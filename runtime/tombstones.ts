/** The objects that are gone, by uid, so that news from before their end does not bring them back. */
export interface Tombstones {
  /** @param until newest resourceVersion that is old news; without it whatever comes is (we deleted it ourselves) */
  add(uid: string, until?: bigint): void;
  /** Whether an object of this uid at this resourceVersion is old news. */
  covers(uid: string, version: bigint): boolean;
  clear(): void;
}

/** Late news comes within seconds; this is hours of deletions. */
const defaultLimit = 10_000;

/** Remembers the last `limit` of them. An object without a uid leaves none. */
export function createTombstones(limit = defaultLimit): Tombstones {
  const until = new Map<string, bigint | 'ever'>();
  return {
    add(uid, version) {
      if (uid === '') return;
      const ever = version === undefined || until.get(uid) === 'ever';
      until.delete(uid);
      until.set(uid, ever ? 'ever' : version);
      if (until.size > limit) until.delete(until.keys().next().value ?? '');
    },
    covers(uid, version) {
      const limitVersion = until.get(uid);
      return limitVersion !== undefined && (limitVersion === 'ever' || version <= limitVersion);
    },
    clear: () => until.clear(),
  };
}
