import type { KubeObject } from '../api/resource.ts';

/** Uid of the object that controls this one (`ownerReferences[].controller`). */
export function controllerUid(object: KubeObject): string | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

/** Whether the owner controls the object: names can be taken again, uids cannot. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return owner.metadata.uid !== undefined && controllerUid(object) === owner.metadata.uid;
}
