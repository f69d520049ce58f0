import type { KubeObject } from '../api/resource.ts';
import type { Indexes } from './store.ts';

/** Objects by key, and by whatever else they are looked for. */
export interface ObjectIndex<T extends KubeObject> {
  get(key: string): T | undefined;
  set(key: string, object: T): void;
  remove(key: string): void;
  list(): readonly T[];
  /** @throws {RangeError} for an index that was not declared: a bug of the caller */
  by(index: string, value: string): readonly T[];
}

export function createObjectIndex<T extends KubeObject>(indexes: Indexes<T>): ObjectIndex<T> {
  const objects = new Map<string, T>();
  const found = new Map(Object.keys(indexes).map((name) => [name, new Map<string, Set<string>>()]));
  let listed: readonly T[] | undefined;

  function unindex(key: string, object: T): void {
    for (const [name, keysByValue] of found) {
      for (const value of indexes[name]?.(object) ?? []) {
        const keys = keysByValue.get(value);
        keys?.delete(key);
        if (keys?.size === 0) keysByValue.delete(value);
      }
    }
  }

  function index(key: string, object: T): void {
    for (const [name, keysByValue] of found) {
      for (const value of indexes[name]?.(object) ?? []) {
        const keys = keysByValue.get(value);
        if (keys === undefined) keysByValue.set(value, new Set([key]));
        else keys.add(key);
      }
    }
  }

  return {
    get: (key) => objects.get(key),
    set(key, object) {
      const before = objects.get(key);
      if (before !== undefined) unindex(key, before);
      objects.set(key, object);
      index(key, object);
      listed = undefined;
    },
    remove(key) {
      const before = objects.get(key);
      if (before === undefined) return;
      unindex(key, before);
      objects.delete(key);
      listed = undefined;
    },
    list: () => (listed ??= [...objects.values()]),
    by(name, value) {
      const keysByValue = found.get(name);
      if (keysByValue === undefined) throw new RangeError(`there is no index "${name}"`);
      return [...(keysByValue.get(value) ?? [])].flatMap((key) => objects.get(key) ?? []);
    },
  };
}
