import { certificateRequests, certificates, issuers, orders } from '../../api/kinds.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import type { RecordedObject } from './tape.ts';

/** Owners before what they own. */
const inOrder: readonly Resource[] = [issuers, certificates, certificateRequests, orders, secrets];

/**
 * Puts objects on a cluster where they never were, as a backup tool does: with the uids that their owners have there, their
 * status put back, and in the name of the field manager who wrote them.
 */
export async function restore(
  { admin, kubectlOrThrow }: RestoreTarget,
  objects: readonly RecordedObject[],
): Promise<void> {
  for (const namespace of new Set(objects.map(({ metadata }) => metadata.namespace ?? ''))) {
    await kubectlOrThrow(['create', 'namespace', namespace]);
  }
  const uids = new Map<string, string>();
  for (const resource of inOrder) {
    for (const object of objects.filter(({ kind }) => kind === resource.kind)) {
      const made = await put(admin, resource, withOwners(object, uids));
      uids.set(object.metadata.uid ?? '', made.metadata.uid ?? '');
    }
  }
}

export type RestoreTarget = Pick<ControlPlane, 'admin' | 'kubectlOrThrow'>;

function withOwners(object: RecordedObject, uids: ReadonlyMap<string, string>): RecordedObject {
  const { ownerReferences } = object.metadata;
  if (ownerReferences === undefined) return object;
  const now = ownerReferences.map((owner) => ({ ...owner, uid: uids.get(owner.uid) ?? owner.uid }));
  return { ...object, metadata: { ...object.metadata, ownerReferences: now } };
}

async function put(
  admin: RestoreTarget['admin'],
  resource: Resource,
  { status, metadata, ...rest }: RecordedObject,
): Promise<KubeObject> {
  const { uid: _u, resourceVersion: _r, creationTimestamp: _c, generation: _g, ...kept } = metadata;
  const { managedFields = [], ...plain } = kept;
  const writer = managedFields.find(({ subresource }) => subresource === undefined);
  const object: KubeObject = { ...rest, metadata: plain };
  const fieldManager = writer?.manager ?? 'restore';
  const made = await (writer?.operation === 'Apply'
    ? admin.apply(resource, object, { fieldManager })
    : admin.create(resource, object, { fieldManager }));
  if (status === undefined) return made;
  return admin.replaceStatus(resource, { ...made, status } as KubeObject);
}
