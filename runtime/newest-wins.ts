import { keyOf, type KubeObject } from '../api/resource.ts';
import type { ObjectIndex } from './object-index.ts';
import type { Change } from './store.ts';
import { createTombstones, versionOf } from './tombstones.ts';

/**
 * Brings together what watches, lists and our own writes say of the same objects, in whatever order they say it. Every
 * method tells of what really changed and of nothing else.
 */
export interface NewestWins<T extends KubeObject> {
  put(object: T): void;
  /** Everything up to here has been heard: what is not known by now, as of then, does not exist. */
  heard(version: bigint): void;
  /** @param deleted by ourselves: nothing that is still heard of this very object counts */
  gone(object: T, deleted?: boolean): void;
  /** A list as of a resourceVersion: what is missing in it is gone, unless it is younger. */
  putAll(list: readonly T[], asOf: bigint): void;
  /** A list that counts whatever we know. */
  startOver(list: readonly T[], asOf: bigint): void;
}

export function createNewestWins<T extends KubeObject>(
  objects: ObjectIndex<T>,
  tell: (change: Change<T>) => void,
): NewestWins<T> {
  const tombstones = createTombstones();
  let heard = 0n;

  function remove(before: T, last: T): void {
    objects.remove(keyOf(before));
    tell({ type: 'deleted', object: last });
  }

  function put(object: T): void {
    if (tombstones.covers(object)) return;
    const before = objects.get(keyOf(object));
    if (versionOf(object) <= (before === undefined ? heard : versionOf(before))) return;
    if (before !== undefined && uidOf(before) !== uidOf(object)) remove(before, before);
    const replaced = objects.get(keyOf(object));
    objects.set(keyOf(object), object);
    tell(replaced ? { type: 'modified', object, before: replaced } : { type: 'added', object });
  }

  function gone(object: T, deleted = false): void {
    const before = objects.get(keyOf(object));
    tombstones.add(object, deleted);
    if (before !== undefined && uidOf(before) === uidOf(object)) remove(before, object);
  }

  return {
    put,
    heard(version) {
      heard = version;
    },
    gone,
    putAll(list, asOf) {
      heard = 0n;
      const listed = new Set(list.map(keyOf));
      for (const before of objects.list()) {
        if (!listed.has(keyOf(before)) && versionOf(before) <= asOf) gone(before);
      }
      list.forEach(put);
      heard = asOf;
    },
    startOver(list, asOf) {
      heard = 0n;
      tombstones.clear();
      const listed = new Map(list.map((object) => [keyOf(object), object]));
      for (const before of objects.list()) {
        if (!isSame(listed.get(keyOf(before)), before)) remove(before, before);
      }
      list.forEach(put);
      heard = asOf;
    },
  };
}

function isSame(object: KubeObject | undefined, before: KubeObject): boolean {
  return object !== undefined && uidOf(object) === uidOf(before) && versionOf(object) === versionOf(before);
}

function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? '';
}
