import type { KubeObject } from '../api/resource.ts';

/** kubectl keeps a copy of the whole manifest there. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The object without what only costs memory: managedFields and kubectl's copy of the manifest. Do not PUT the result, or
 * the copy is lost: patch or apply, or write the status subresource, which takes nothing else.
 */
export function trimObject<T extends KubeObject>(object: T): T {
  const { managedFields: _, annotations, ...metadata } = object.metadata;
  if (annotations === undefined) return { ...object, metadata };
  const { [lastApplied]: _applied, ...kept } = annotations;
  return { ...object, metadata: { ...metadata, annotations: kept } };
}
