import { madeAnnotations } from '../api/annotations.ts';

/**
 * The annotations that an object passes on to those made for it (`--copied-annotation-prefixes`).
 *
 * @param prefixes applied from left to right: a plain one adds what begins with it, `-prefix` takes that away again, and
 *   with `*` anywhere every plain entry adds everything, as upstream does. What an Ingress said is about the Certificate alone, and is never passed on
 */
export function copiedAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  prefixes: readonly string[],
): Readonly<Record<string, string>> {
  const everything = prefixes.includes('*');
  const entries = Object.entries(annotations ?? {}).filter(([name]) => name !== madeAnnotations.said);
  const copied = new Set<string>();
  for (const prefix of prefixes) {
    const removes = prefix.startsWith('-');
    for (const [name] of entries) {
      if (removes && name.startsWith(prefix.slice(1))) copied.delete(name);
      if (!removes && (everything || name.startsWith(prefix))) copied.add(name);
    }
  }
  return Object.fromEntries(entries.filter(([name]) => copied.has(name)));
}

/**
 * Prefixes of labels and annotations by which GitOps engines know what they applied. Nothing made by us came from Git, so
 * it must not look like it.
 */
export const engineMarks: readonly string[] = [
  'kubectl.kubernetes.io/',
  'fluxcd.io/',
  'argocd.argoproj.io/',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
  'reconcile.fluxcd.io/',
  'config.kubernetes.io/',
  'internal.config.kubernetes.io/',
  'meta.helm.sh/',
];

/**
 * The labels that an object passes on to those made for it: all but the {@link engineMarks}. Solvers are chosen by them, so
 * also `app.kubernetes.io/instance`, which Argo CD may track by, stays: with an owner it is no root of an application.
 *
 * @returns `undefined` when none are left
 */
export function passedOnLabels(
  labels: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  const kept = Object.entries(labels ?? {}).filter(
    ([name]) => !engineMarks.some((prefix) => name.startsWith(prefix)),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
