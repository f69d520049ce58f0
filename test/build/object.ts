import type { Condition } from '../../api/conditions.ts';
import {
  apiVersionOf,
  type KubeObject,
  type ObjectMeta,
  type OwnerReference,
  type Resource,
} from '../../api/resource.ts';

/** When builders say that an object was made. */
export const creation = '2026-01-01T00:00:00Z';

/** What a test may say about any object; it says only what matters to it. */
export interface Overrides<Spec extends object, Status extends object> {
  readonly name?: string;
  readonly namespace?: string;
  /** Laid over the rest of the metadata. */
  readonly metadata?: ObjectMeta;
  /** Laid over the usual spec, member by member. */
  readonly spec?: Partial<Spec>;
  /** As it is; none by default. */
  readonly status?: Status;
}

/** Metadata as the API server gives it to a fresh object. */
export function metadataOf(
  resource: Resource,
  {
    name = 'shop',
    namespace = 'web',
    metadata = {},
  }: Pick<Overrides<object, object>, 'name' | 'namespace' | 'metadata'>,
): ObjectMeta {
  const place = resource.namespaced ? { namespace } : {};
  const uid = `${resource.kind.toLowerCase()}-${name}`;
  return {
    name,
    ...place,
    uid,
    resourceVersion: '1',
    generation: 1,
    creationTimestamp: creation,
    ...metadata,
  };
}

/** A whole object of a kind of ours. */
export function build<Spec extends object, Status extends object>(
  resource: Resource,
  usual: Spec,
  overrides: Overrides<Spec, Status>,
): KubeObject & { readonly spec: Spec; readonly status?: Status } {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: metadataOf(resource, overrides),
    spec: { ...usual, ...overrides.spec },
    ...(overrides.status !== undefined && { status: overrides.status }),
  };
}

/** The entry of `ownerReferences` that says who made an object. */
export function controlledBy(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion ?? '',
    kind: owner.kind ?? '',
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** A condition as it stands since the object was made. */
export function condition(
  type: string,
  status: Condition['status'],
  more: Omit<Condition, 'type' | 'status'> = {},
): Condition {
  return { type, status, lastTransitionTime: creation, ...more };
}
