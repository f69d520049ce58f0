import type { Resource } from '../api/resource.ts';
import type { ListOptions } from './cluster.ts';

/** `/apis/<group>/<version>[/namespaces/<namespace>]/<plural>`; without a namespace the objects of all of them. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const { group, version, plural, namespaced } = resource;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${plural}`;
}

/** @throws {RangeError} without a name, or a namespace where the kind has one: a bug, and a dangerous one */
export function objectPath(
  resource: Resource,
  { name, namespace }: { readonly name?: string | undefined; readonly namespace?: string | undefined },
): string {
  if (!name || (resource.namespaced && !namespace)) {
    throw new RangeError(
      `an object of ${resource.plural} is named by ${resource.namespaced ? 'namespace and ' : ''}name`,
    );
  }
  return `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
}

/** `?a=b&c=d`, leaving out what is undefined; empty when everything is. */
export function queryString(query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  return params.size === 0 ? '' : `?${params.toString()}`;
}

/** What to ask for, where less than whole objects is wanted (Kubernetes API concepts, "Alternate representations"). */
export function representation(
  kind: 'PartialObjectMetadata' | 'PartialObjectMetadataList',
  { metadataOnly }: ListOptions,
): { readonly headers?: Readonly<Record<string, string>> } {
  return metadataOnly === true
    ? { headers: { accept: `application/json;as=${kind};g=meta.k8s.io;v=v1` } }
    : {};
}

export function selectors({ labelSelector, fieldSelector }: ListOptions): Record<string, string | undefined> {
  return { labelSelector, fieldSelector };
}
