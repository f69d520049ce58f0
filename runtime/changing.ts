/** A value somebody else keeps current: a certificate in a file, a CA in a ConfigMap. */
export interface Changing<Value> {
  /** @returns `undefined` until there is a first value */
  current(): Value | undefined;
  /** Calls the listener for every new value from now on. @returns stops it */
  subscribe(listener: (value: Value) => void): () => void;
}

/** A {@link Changing} value with the handle that changes it. */
export interface Settable<Value> extends Changing<Value> {
  set(value: Value): void;
}

export function createChanging<Value>(first?: Value): Settable<Value> {
  let now = first;
  const listeners = new Set<(value: Value) => void>();
  return {
    current: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(value) {
      now = value;
      for (const listener of listeners) listener(value);
    },
  };
}
