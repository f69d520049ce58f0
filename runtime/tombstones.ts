import { keyOf, type KubeObject } from '../api/resource.ts';

/** What is gone, so that news from before its end does not bring it back. */
export interface Tombstones {
  /**
   * What was known under the object's name at its resourceVersion is over.
   *
   * @param deleted by ourselves: whatever is still heard of this very object is old news
   */
  add(object: KubeObject, deleted?: boolean): void;
  covers(object: KubeObject): boolean;
  clear(): void;
}

/** Late news comes within seconds; this is hours of deletions. */
const defaultLimit = 10_000;

/** Remembers the last `limit` of them. */
export function createTombstones(limit = defaultLimit): Tombstones {
  const versions = new Map<string, bigint>();
  const uids = new Map<string, true>();
  return {
    add(object, deleted = false) {
      const before = versions.get(keyOf(object));
      const version = versionOf(object);
      remember(versions, keyOf(object), before !== undefined && before > version ? before : version, limit);
      if (deleted && object.metadata.uid !== undefined) remember(uids, object.metadata.uid, true, limit);
    },
    covers(object) {
      const version = versions.get(keyOf(object));
      return (version !== undefined && versionOf(object) <= version) || uids.has(object.metadata.uid ?? '');
    },
    clear() {
      versions.clear();
      uids.clear();
    },
  };
}

/** Kubernetes promises since 1.35 that these are numbers, and that the newer object of a resource has the higher one. */
export function versionOf(object: KubeObject): bigint {
  return BigInt(object.metadata.resourceVersion || 0);
}

function remember<Value>(known: Map<string, Value>, name: string, value: Value, limit: number): void {
  known.delete(name);
  known.set(name, value);
  if (known.size <= limit) return;
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}
