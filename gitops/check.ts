import type { KubeObject } from '../api/resource.ts';
import { withoutNulls } from '../api/validate.ts';
import { createManifestJudge, type JudgeOptions } from './judge-manifest.ts';
import { judgeTree } from './judge-tree.ts';
import { isInOurGroups } from './kinds.ts';
import { opaqueFields } from './opaque.ts';
import type { Raised } from './problem.ts';
import type { Manifest } from './read/read-manifests.ts';
import { namespaceKey, type Tree } from './tree.ts';

export interface CheckOptions extends JudgeOptions {
  /** Issuers that are known to exist elsewhere: `ClusterIssuer/letsencrypt`, `Issuer/*`. */
  readonly issuers: readonly string[];
}

/** What is the same for an object before and after a change. */
function identityOf(manifest: Manifest): string {
  const { apiVersion, kind, metadata } = manifest.object;
  return JSON.stringify([apiVersion, kind, namespaceKey(manifest), metadata.name]);
}

/** The same for the same complaint, wherever in a list its entry stands. */
function complaintOf({ rule, manifest, violation: { field, kind, detail, value } }: Raised): string {
  return JSON.stringify([
    identityOf(manifest),
    rule,
    field.replaceAll(/\[\d+\]/g, '[]'),
    kind,
    detail,
    value,
  ]);
}

/** Members that are null are absent for the API server, so for rules too. */
function treeOf(manifests: readonly Manifest[], elsewhere: readonly string[]): Tree {
  const clean = manifests.map((manifest) => ({
    ...manifest,
    object: isInOurGroups(manifest.object)
      ? (withoutNulls(manifest.object) as Manifest['object'])
      : manifest.object,
  }));
  return { manifests: clean, elsewhere };
}

function referenceFlaws(tree: Tree, fluxVariables: boolean): readonly Raised[] {
  return judgeTree(tree).filter(
    ({ manifest, violation }) => !opaqueFields(manifest.object, fluxVariables)(violation.field),
  );
}

function everyFlaw(
  manifests: readonly Manifest[],
  options: CheckOptions,
  before: ReadonlyMap<string, KubeObject>,
): readonly Raised[] {
  const judge = createManifestJudge(options);
  const judged = manifests.map((manifest) => {
    return { manifest, ...judge(manifest, before.get(identityOf(manifest))) };
  });
  const fitting = judged.filter(({ fits }) => fits).map(({ manifest }) => manifest);
  const tree = treeOf(fitting, options.issuers);
  return [...judged.flatMap(({ raised }) => raised), ...referenceFlaws(tree, options.fluxVariables)];
}

/** How a value is spelt does not matter where it is wrong. */
function withoutIdleNotes(raised: readonly Raised[]): readonly Raised[] {
  const keyOf = ({ manifest, violation }: Raised): string => `${identityOf(manifest)} ${violation.field}`;
  const wrong = new Set(raised.filter(({ level }) => level === 'error').map(keyOf));
  return raised.filter((item) => item.level !== 'note' || !wrong.has(keyOf(item)));
}

/**
 * Judges manifests, each by itself and all together.
 *
 * @param base the manifests before the change; then only what the change brings is raised, as admission would
 */
export function findFlaws(
  manifests: readonly Manifest[],
  options: CheckOptions,
  base: readonly Manifest[] = [],
): readonly Raised[] {
  const before = new Map(
    base.map((manifest) => [identityOf(manifest), withoutNulls(manifest.object) as KubeObject]),
  );
  const known = new Set(everyFlaw(base, options, new Map()).map(complaintOf));
  const raised = everyFlaw(manifests, options, before);
  return withoutIdleNotes(raised.filter((item) => !known.has(complaintOf(item))));
}
