import type { KubeObject, Resource } from '../api/resource.ts';
import { apiVersionOf } from '../api/resource.ts';
import type { Manifest } from './read/read-manifests.ts';
import { sourceOf } from './source.ts';

/** A manifest of a known kind. */
export interface Placed<T extends KubeObject = KubeObject> {
  readonly manifest: Manifest;
  readonly object: T;
}

/** All that is checked together: objects that fit their schemas. */
export interface Tree {
  readonly manifests: readonly Manifest[];
  /** Issuers that are known to exist though they are not in the tree: `ClusterIssuer/letsencrypt`, `Issuer/*`. */
  readonly elsewhere: readonly string[];
}

/** Objects of one kind. */
export function ofKind<T extends KubeObject>(tree: Tree, resource: Resource<T>): readonly Placed<T>[] {
  const apiVersion = apiVersionOf(resource);
  return tree.manifests
    .filter(({ object }) => object.kind === resource.kind && object.apiVersion === apiVersion)
    .map((manifest) => ({ manifest, object: manifest.object as unknown as T }));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * What a namespace is called within the tree. Manifests often leave it to kustomize or to the application; then those in
 * one folder are taken to belong together.
 */
export function namespaceKey({ source, object }: Manifest): string {
  const { namespace } = object.metadata;
  return namespace === undefined || namespace === '' ? `in ${folderOf(source.path)}` : namespace;
}

/** Whether two objects may be in the same namespace: one that leaves it open may be anywhere. */
export function mayShareNamespace(a: Manifest, b: Manifest): boolean {
  const [one, other] = [a.object.metadata.namespace, b.object.metadata.namespace];
  return one === other || one === undefined || other === undefined;
}

/** `Certificate shop` and where it is, for messages about another object. */
export function nameOf({ object, source }: Manifest): string {
  return `${object.kind ?? ''} ${object.metadata.name ?? ''} in ${source.path}`;
}

/** Objects by what is the same about them. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** A tree of objects that were never written down, one file each in one folder. */
export function treeOf(objects: readonly Manifest['object'][], elsewhere: readonly string[] = []): Tree {
  const manifests = objects.map((object, index) => {
    const text = JSON.stringify(object);
    const slice = { start: 0, end: text.length };
    return { source: sourceOf(`${index}.json`, text), document: 0, slice, path: [], object };
  });
  return { manifests, elsewhere };
}
