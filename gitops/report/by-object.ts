import { objectReference, type ObjectReference, type Problem } from '../problem.ts';
import type { Manifest } from '../read/read-manifests.ts';
import type { Outcome } from './outcome.ts';

/** One object, or a text that holds none, with what is wrong with it. */
export interface Case {
  readonly path: string;
  /** Absent for what could not be read. */
  readonly object?: ObjectReference;
  readonly problems: readonly Problem[];
}

function keyOf(path: string, document: number, steps: readonly unknown[]): string {
  return JSON.stringify([path, document, steps]);
}

function keyOfManifest({ source, document, path }: Manifest): string {
  return keyOf(source.path, document, path);
}

/** What was checked, object by object; what belongs to none of them comes last. */
export function casesOf({ manifests, problems }: Outcome): readonly Case[] {
  const byKey = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = problem.path ? keyOf(problem.source.path, problem.document, problem.path) : '';
    byKey.set(key, [...(byKey.get(key) ?? []), problem]);
  }
  const known = new Set(manifests.map(keyOfManifest));
  const objects = manifests.map((manifest): Case => {
    const own = byKey.get(keyOfManifest(manifest)) ?? [];
    return { path: manifest.source.path, object: objectReference(manifest), problems: own };
  });
  const rest = [...byKey].filter(([key]) => !known.has(key)).flatMap(([, list]) => list);
  return [...objects, ...rest.map((problem): Case => ({ path: problem.source.path, problems: [problem] }))];
}

/** `cert-manager.io/v1/Certificate/web/shop`. */
export function titleOf({ object }: Case): string {
  if (object === undefined) return 'document';
  const { apiVersion, kind, namespace, name } = object;
  return [apiVersion, kind, namespace, name].filter((part) => part !== undefined && part !== '').join('/');
}
