import type { KubeObject, Resource } from '../api/resource.ts';
import { isAlreadyExists } from '../runtime/api-error.ts';
import type { Cluster, WriteOptions } from '../runtime/cluster.ts';
import { isControlledBy, isLeftOver } from './owner.ts';

export interface OwnedObject<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Named after its owner; carries the owner reference. */
  readonly object: T;
  readonly owner: KubeObject;
  /** Stated here because objects may come without it. */
  readonly ownerKind: string;
}

/**
 * Creates an object under a derived name. One that is there already and belongs to the same owner is the one we meant: a
 * process before us made it, or the answer was lost. One left over from an owner of the same name that is gone is removed
 * first, rather than waiting for the garbage collector.
 *
 * @throws {ApiError} AlreadyExists when the name is taken by somebody else's
 */
export async function createOwned<T extends KubeObject>(
  cluster: Cluster,
  { resource, object, owner, ownerKind }: OwnedObject<T>,
  options: WriteOptions,
): Promise<T> {
  try {
    return await cluster.create(resource, object, options);
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const { name = '', namespace = '' } = object.metadata;
    const existing = await cluster.get(resource, { name, namespace });
    if (existing !== undefined && isControlledBy(existing, owner)) return existing;
    if (existing === undefined || !isLeftOver(existing, owner, ownerKind)) throw error;
    const { uid } = existing.metadata;
    await cluster.delete(resource, { name, namespace }, uid === undefined ? {} : { uid });
    return cluster.create(resource, object, options);
  }
}
