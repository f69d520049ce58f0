import type { KubeObject, Resource } from '../api/resource.ts';
import type { Cluster } from './cluster.ts';
import type { Store } from './store.ts';

export interface StatusWrite<T extends KubeObject & { readonly status?: unknown }> {
  readonly cluster: Cluster;
  readonly resource: Resource<T>;
  readonly store: Store<T>;
  /** The object as `observe` saw it; the same value for every write of one run. */
  readonly seen: T;
  /** The whole status. */
  readonly status: NonNullable<T['status']>;
  /** As the reflector trims; default {@link trimObject}. */
  readonly trim?: (object: T) => T;
  readonly fieldManager?: string;
}

/**
 * Writes the status unless it is what the object has already.
 *
 * @returns whether it was written
 * @throws {ApiError} a Conflict after the newer object was put in the store, so that looking again at once sees it
 */
export function writeStatusOnce<T extends KubeObject & { readonly status?: unknown }>(
  write: StatusWrite<T>,
): Promise<boolean> {
  throw new Error('not built yet', { cause: write });
}
