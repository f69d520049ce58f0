import { keyOf, type KubeObject } from '../api/resource.ts';
import { createNewestWins } from './newest-wins.ts';
import { createObjectIndex } from './object-index.ts';
import type { Change, Indexes, Store } from './store.ts';
import { versionOf } from './tombstones.ts';

/** A store and the side of it that a reflector feeds. */
export interface MemoryStore<T extends KubeObject> extends Store<T> {
  /** What a watch brought. */
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void;
  /**
   * A whole list as of `resourceVersion`: what is missing in it is gone, except what we put in later.
   *
   * @param wentBack the server's resourceVersions are lower than before (etcd was restored): believe the list alone
   */
  replaceAll(objects: readonly T[], resourceVersion: string, wentBack?: boolean): void;
}

export interface StoreOptions {
  /** Told of what a listener or an index function threw; everything else goes on. */
  readonly onError?: (error: unknown) => void;
}

/** An empty store; it becomes synced with the first {@link MemoryStore.replaceAll}. */
export function createStore<T extends KubeObject>(
  indexes: Indexes<T> = {},
  options: StoreOptions = {},
): MemoryStore<T> {
  const objects = createObjectIndex(indexes, options.onError);
  const listeners = new Set<(change: Change<T>) => void>();
  const news = createNewestWins(objects, (change) => tellAll(listeners, change, options));
  const sync = Promise.withResolvers<void>();
  let synced = false;

  return {
    get: (key) => objects.get(key),
    list: () => objects.list(),
    by: (index, value) => objects.by(index, value),
    get synced() {
      return synced;
    },
    waitForSync: (signal) => (signal === undefined ? sync.promise : orAborted(sync.promise, signal)),
    take: (object) => (isFinished(object) ? news.gone(object, true) : news.put(object)),
    drop(object) {
      const stays = (objects.get(keyOf(object))?.metadata.finalizers ?? []).length > 0;
      if (!stays) news.gone(object, true);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    apply(type, object) {
      if (type === 'DELETED') news.gone(object);
      else news.put(object);
      news.heard(versionOf(object));
    },
    replaceAll(list, resourceVersion, wentBack = false) {
      const asOf = BigInt(resourceVersion || 0);
      if (wentBack) news.startOver(list, asOf);
      else news.putAll(list, asOf);
      synced = true;
      sync.resolve();
    },
  };
}

function tellAll<T>(
  listeners: ReadonlySet<(change: Change<T>) => void>,
  change: Change<T>,
  { onError }: StoreOptions,
): void {
  for (const listener of listeners) {
    try {
      listener(change);
    } catch (error) {
      onError?.(error);
    }
  }
}

/** The answer of an update that removed the last finalizer of an object being deleted: it is gone with that. */
function isFinished({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0;
}

async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
