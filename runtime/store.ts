import type { KubeObject } from '../api/resource.ts';

/** What became of an object. An object deleted and created again under its name arrives as `deleted` and `added`. */
export type Change<T> =
  | { readonly type: 'added'; readonly object: T }
  | { readonly type: 'modified'; readonly object: T; readonly before: T }
  | { readonly type: 'deleted'; readonly object: T };

/**
 * The objects of one kind, kept current by a reflector and by our own writes.
 *
 * Reads are served from memory. `take` and `drop` put the answer of a write in at once, so that the next look sees it
 * (read your writes); what the watch brings later is compared by resourceVersion and cannot turn time back.
 */
export interface Store<T extends KubeObject> {
  /** @param key `namespace/name`, or the name alone for cluster-wide kinds */
  get(key: string): T | undefined;
  list(): readonly T[];
  /** @param index a name given when the store was made */
  by(index: string, value: string): readonly T[];
  readonly synced: boolean;
  /** Resolves when the first list is in. */
  waitForSync(signal?: AbortSignal): Promise<void>;
  /** Takes in the answer of our own create or update, unless something newer is here. Listeners are told. */
  take(object: T): void;
  /** Takes in that our own delete worked (and the object has no finalizers left). Listeners are told. */
  drop(object: T): void;
  /** Calls the listener for every change from now on. @returns stops it */
  subscribe(listener: (change: Change<T>) => void): () => void;
}

/** The names under which an object is found: index name to the values it has there. */
export type Indexes<T> = Readonly<Record<string, (object: T) => readonly string[]>>;
