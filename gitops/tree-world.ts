import { matchesGlob } from 'node:path/posix';
import { worldOfObjects } from '../api/reference/object-world.ts';
import type { World } from '../api/reference/world.ts';
import type { KubeObject } from '../api/resource.ts';
import type { Manifest } from './read/read-manifests.ts';
import { mayShareNamespace, nameOf, namespaceKey, type Tree } from './tree.ts';

/** Where ClusterIssuers keep their Secrets unless the controller is told otherwise. */
const clusterNamespaces: ReadonlySet<string> = new Set(['cert-manager', 'certloom']);

const known = new WeakMap<Tree, World>();

function createWorld({ manifests, elsewhere }: Tree): World {
  const manifestOf = new Map<KubeObject, Manifest>(manifests.map((manifest) => [manifest.object, manifest]));
  const at = <T>(object: KubeObject, read: (manifest: Manifest) => T, otherwise: T): T => {
    const manifest = manifestOf.get(object);
    return manifest ? read(manifest) : otherwise;
  };
  const objects = manifests.map(({ object }) => object);
  const places = {
    namespaceOf: (object: KubeObject) => at(object, namespaceKey, ''),
    mayMeet: (one: KubeObject, other: KubeObject) =>
      at(one, (first) => at(other, (second) => mayShareNamespace(first, second), false), false),
    nameOf: (object: KubeObject) => at(object, nameOf, ''),
    isElsewhere: (kind: string, name: string) =>
      elsewhere.some((pattern) => matchesGlob(`${kind}/${name}`, pattern)),
    writerOf: (secret: KubeObject) =>
      `is in Git too, as ${at(secret, nameOf, '')}; the controller writes it, so take it out of Git`,
    where: 'in what is checked',
    advice: '; if it is kept elsewhere, list it in .certloom.yaml',
    clusterNamespaces,
    isLive: false,
  };
  return worldOfObjects(objects, places, new Date(0));
}

/** What the manifests of a tree say about each other. They cannot say what is not there, nor what is spent. */
export function worldOf(tree: Tree): World {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const world = createWorld(tree);
  known.set(tree, world);
  return world;
}
