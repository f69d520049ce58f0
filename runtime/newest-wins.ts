import { keyOf, type KubeObject } from '../api/resource.ts';
import type { ObjectIndex } from './object-index.ts';
import type { Change } from './store.ts';
import { createTombstones } from './tombstones.ts';

/**
 * Brings together what watches, lists and our own writes say of the same objects, in whatever order they say it. Every
 * method tells of what really changed and of nothing else.
 */
export interface NewestWins<T extends KubeObject> {
  put(object: T): void;
  /** @param until newest resourceVersion that is old news from now on; without it everything is */
  gone(object: T, until?: bigint): void;
  /** A list as of a resourceVersion: what is missing in it is gone, unless it is younger. */
  putAll(list: readonly T[], asOf: bigint): void;
  /** A list that counts whatever we know. */
  startOver(list: readonly T[]): void;
}

export function createNewestWins<T extends KubeObject>(
  objects: ObjectIndex<T>,
  tell: (change: Change<T>) => void,
): NewestWins<T> {
  const tombstones = createTombstones();

  function remove(before: T, last: T): void {
    objects.remove(keyOf(before));
    tell({ type: 'deleted', object: last });
  }

  function put(object: T): void {
    if (tombstones.covers(uidOf(object), versionOf(object))) return;
    const before = objects.get(keyOf(object));
    if (before !== undefined && versionOf(object) <= versionOf(before)) return;
    if (before !== undefined && uidOf(before) !== uidOf(object)) remove(before, before);
    const replaced = objects.get(keyOf(object));
    objects.set(keyOf(object), object);
    tell(replaced ? { type: 'modified', object, before: replaced } : { type: 'added', object });
  }

  function gone(object: T, until?: bigint): void {
    const before = objects.get(keyOf(object));
    tombstones.add(uidOf(object), until);
    if (before !== undefined && uidOf(before) === uidOf(object)) remove(before, object);
  }

  return {
    put,
    gone,
    putAll(list, asOf) {
      const listed = new Set(list.map(keyOf));
      for (const before of objects.list()) {
        if (!listed.has(keyOf(before)) && versionOf(before) <= asOf) gone(before, asOf);
      }
      list.forEach(put);
    },
    startOver(list) {
      tombstones.clear();
      const listed = new Map(list.map((object) => [keyOf(object), object]));
      for (const before of objects.list()) {
        if (!isSame(listed.get(keyOf(before)), before)) remove(before, before);
      }
      list.forEach(put);
    },
  };
}

/** Kubernetes promises since 1.35 that these are numbers, and that the newer object of a resource has the higher one. */
export function versionOf(object: KubeObject): bigint {
  return BigInt(object.metadata.resourceVersion || 0);
}

function isSame(object: KubeObject | undefined, before: KubeObject): boolean {
  return object !== undefined && uidOf(object) === uidOf(before) && versionOf(object) === versionOf(before);
}

function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? '';
}
