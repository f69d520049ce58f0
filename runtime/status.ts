import { keyOf, type KubeObject, type Resource } from '../api/resource.ts';
import { sameValue } from '../api/same-value.ts';
import { isConflict, isNotFound } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import type { Store } from './store.ts';
import { trimObject } from './trim.ts';

type WithStatus = KubeObject & { readonly status?: unknown };

export interface StatusWrite<T extends WithStatus> {
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
 * What became of an object by our own writes since it was seen: a run may write twice (when an action learned
 * something), and the second write must neither meet the first as a conflict nor overwrite what others wrote between.
 */
const sinceSeen = new WeakMap<KubeObject, KubeObject>();

/**
 * Writes the status unless it is what the object has already.
 *
 * @returns whether it was written; false also when the object is gone
 * @throws {ApiError} a Conflict after the newer object was put in the store, so that looking again at once sees it
 */
export async function writeStatusOnce<T extends WithStatus>(write: StatusWrite<T>): Promise<boolean> {
  const { cluster, resource, store, seen, status, trim = trimObject, fieldManager } = write;
  const latest = (sinceSeen.get(seen) ?? seen) as T;
  if (sameValue(latest.status ?? {}, status)) return false;
  const { name, namespace, uid, resourceVersion } = latest.metadata;
  const metadata = definedOnly({ name, namespace, uid, resourceVersion });
  try {
    // the subresource takes nothing else, and what is not sent cannot be wrong
    const body = { metadata, status } as KubeObject as T;
    const answer = trim(
      await cluster.replaceStatus(resource, body, fieldManager === undefined ? {} : { fieldManager }),
    );
    sinceSeen.set(seen, answer);
    store.take(answer);
    return true;
  } catch (error) {
    if (isNotFound(error)) store.drop(latest);
    else if (isConflict(error)) await takeNewest(write, latest);
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function takeNewest<T extends WithStatus>(write: StatusWrite<T>, latest: T): Promise<void> {
  const { cluster, resource, store, trim = trimObject } = write;
  const { name = '', namespace } = latest.metadata;
  const newest = await cluster.get(resource, { name, ...(namespace === undefined ? {} : { namespace }) });
  if (newest !== undefined) store.take(trim(newest));
  else if (store.get(keyOf(latest)) !== undefined) store.drop(latest);
}

function definedOnly(metadata: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
