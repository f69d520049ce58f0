import type { KubeObject } from '../api/resource.ts';
import type { Indexes, Store } from './store.ts';

/** A store and the side of it that a reflector feeds. */
export interface MemoryStore<T extends KubeObject> extends Store<T> {
  /** What a watch brought. */
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void;
  /** A whole list as of `resourceVersion`: what is missing in it is gone, except what we put in later. */
  replaceAll(objects: readonly T[], resourceVersion: string): void;
}

/** An empty store; it becomes synced with the first {@link MemoryStore.replaceAll}. */
export function createStore<T extends KubeObject>(indexes: Indexes<T> = {}): MemoryStore<T> {
  throw new Error('not built yet', { cause: indexes });
}
