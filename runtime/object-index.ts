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

/** Keys by value, of one index. */
type Values = Map<string, Set<string>>;

interface Entry<T> {
  readonly object: T;
  /** Where it was filed: asking the index functions again might give another answer. */
  readonly filed: readonly (readonly [Values, string])[];
}

/** @param onError told when an index function fails: the object is then found by its key alone */
export function createObjectIndex<T extends KubeObject>(
  indexes: Indexes<T>,
  onError: (error: unknown) => void = () => {},
): ObjectIndex<T> {
  const entries = new Map<string, Entry<T>>();
  const valuesOf = new Map(Object.keys(indexes).map((name): [string, Values] => [name, new Map()]));
  let listed: readonly T[] | undefined;

  function remove(key: string): void {
    for (const [values, value] of entries.get(key)?.filed ?? []) {
      const keys = values.get(value);
      keys?.delete(key);
      if (keys?.size === 0) values.delete(value);
    }
    entries.delete(key);
    listed = undefined;
  }

  function valuesIn(name: string, object: T): readonly string[] {
    try {
      return indexes[name]?.(object) ?? [];
    } catch (error) {
      onError(error);
      return [];
    }
  }

  return {
    get: (key) => entries.get(key)?.object,
    set(key, object) {
      remove(key);
      const filed = [...valuesOf].flatMap(([name, values]) =>
        valuesIn(name, object).map((value) => [values, value] as const),
      );
      for (const [values, value] of filed) fileUnder(values, value, key);
      entries.set(key, { object, filed });
    },
    remove,
    list: () => (listed ??= [...entries.values()].map(({ object }) => object)),
    by(name, value) {
      const values = valuesOf.get(name);
      if (values === undefined) throw new RangeError(`there is no index "${name}"`);
      return [...(values.get(value) ?? [])].flatMap((key) => entries.get(key)?.object ?? []);
    },
  };
}

function fileUnder(values: Values, value: string, key: string): void {
  const keys = values.get(value);
  if (keys === undefined) values.set(value, new Set([key]));
  else keys.add(key);
}
