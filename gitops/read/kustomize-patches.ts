import { dirname, join } from 'node:path/posix';
import { isMembers, listOf, textOf } from '../members.ts';
import type { Manifest } from './read-manifests.ts';

/** Patches are parts of objects, so what is not in them is not missing. */
function patchFiles({ object }: Manifest): readonly string[] {
  const patches = ['patches', 'patchesJson6902'].flatMap((name) => listOf(object, name));
  const paths = patches.map((patch) => (isMembers(patch) ? textOf(patch, 'path') : undefined));
  return [...paths, ...listOf(object, 'patchesStrategicMerge')].filter(
    (path): path is string => typeof path === 'string' && !path.includes('\n'),
  );
}

function isKustomization({ object: { apiVersion = '' } }: Manifest): boolean {
  return apiVersion.startsWith('kustomize.config.k8s.io/');
}

/** The files that kustomizations of a tree name as patches. */
export function patchesIn(manifests: readonly Manifest[]): ReadonlySet<string> {
  return new Set(
    manifests
      .filter(isKustomization)
      .flatMap((manifest) => patchFiles(manifest).map((path) => join(dirname(manifest.source.path), path))),
  );
}
