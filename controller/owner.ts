import type { KubeObject, OwnerReference } from '../api/resource.ts';

/** Uid of the object that controls this one (`ownerReferences[].controller`). */
export function controllerUid(object: KubeObject): string | undefined {
  return controllerOf(object)?.uid;
}

/** Whether the owner controls the object: names can be taken again, uids cannot. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return owner.metadata.uid !== undefined && controllerUid(object) === owner.metadata.uid;
}

/**
 * Whether the object was controlled by one that bore the owner's name before it. That one is gone, and the garbage
 * collector will remove the object some time.
 */
export function isLeftOver(object: KubeObject, owner: KubeObject, kind: string): boolean {
  const reference = controllerOf(object);
  return (
    reference?.kind === kind && reference.name === owner.metadata.name && reference.uid !== owner.metadata.uid
  );
}

/**
 * Whether the object's controller is being deleted, so that nothing more shall be made for it: the object goes too.
 *
 * @param owners where its controller is kept
 */
export function isLosingOwner(
  object: KubeObject,
  owners: { get(key: string): KubeObject | undefined },
): boolean {
  const { namespace = '' } = object.metadata;
  const owner = owners.get(`${namespace}/${controllerOf(object)?.name ?? ''}`);
  return (
    owner !== undefined && isControlledBy(object, owner) && owner.metadata.deletionTimestamp !== undefined
  );
}

function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}
