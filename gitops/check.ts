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
  /** Which cluster a file goes to; `undefined` for all of them. */
  readonly clusterOf?: (path: string) => string | undefined;
}

type ClusterOf = NonNullable<CheckOptions['clusterOf']>;

const oneCluster: ClusterOf = () => undefined;

/** What is the same for an object before and after a change. */
function identityOf(manifest: Manifest, clusterOf: ClusterOf): string {
  const { apiVersion, kind, metadata } = manifest.object;
  const cluster = clusterOf(manifest.source.path);
  return JSON.stringify([cluster, apiVersion, kind, namespaceKey(manifest), metadata.name]);
}

/** The same for the same complaint, wherever in a list its entry stands. */
function complaintOf({ rule, manifest, violation }: Raised, clusterOf: ClusterOf): string {
  const { field, kind, detail, value } = violation;
  return JSON.stringify([
    identityOf(manifest, clusterOf),
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

/** What goes to each cluster; all together where nobody said that there are several. */
function byCluster(manifests: readonly Manifest[], clusterOf: ClusterOf): readonly (readonly Manifest[])[] {
  const own = Map.groupBy(manifests, ({ source }) => clusterOf(source.path));
  const shared = own.get(undefined) ?? [];
  own.delete(undefined);
  return own.size === 0 ? [shared] : [...own.values()].map((some) => [...shared, ...some]);
}

/** What is wrong with an object that goes to several clusters is told once. */
function eachOnce(raised: readonly Raised[]): readonly Raised[] {
  const known = new Map(
    raised.map((one) => {
      const { manifest, rule, violation } = one;
      const { source, document, path } = manifest;
      return [JSON.stringify([source.path, document, path, rule, violation]), one] as const;
    }),
  );
  return [...known.values()];
}

function referenceFlaws(manifests: readonly Manifest[], options: CheckOptions): readonly Raised[] {
  const { issuers, fluxVariables, clusterOf = oneCluster } = options;
  const clusters = byCluster(manifests, clusterOf);
  const raised = clusters.flatMap((some) => judgeTree(treeOf(some, issuers)));
  return (clusters.length === 1 ? raised : eachOnce(raised)).filter(
    ({ manifest, violation }) => !opaqueFields(manifest.object, fluxVariables)(violation.field),
  );
}

function everyFlaw(
  manifests: readonly Manifest[],
  options: CheckOptions,
  before: ReadonlyMap<string, KubeObject>,
): readonly Raised[] {
  const { clusterOf = oneCluster } = options;
  const judge = createManifestJudge(options);
  const judged = manifests.map((manifest) => {
    return { manifest, ...judge(manifest, before.get(identityOf(manifest, clusterOf))) };
  });
  const fitting = judged.filter(({ fits }) => fits).map(({ manifest }) => manifest);
  return [...judged.flatMap(({ raised }) => raised), ...referenceFlaws(fitting, options)];
}

/** How a value is spelt does not matter where it is wrong. */
function withoutIdleNotes(raised: readonly Raised[], clusterOf: ClusterOf): readonly Raised[] {
  const keyOf = ({ manifest, violation }: Raised): string =>
    `${identityOf(manifest, clusterOf)} ${violation.field}`;
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
  const { clusterOf = oneCluster } = options;
  const before = new Map(
    base.map((manifest) => [identityOf(manifest, clusterOf), withoutNulls(manifest.object) as KubeObject]),
  );
  const known = new Set(everyFlaw(base, options, new Map()).map((item) => complaintOf(item, clusterOf)));
  const raised = everyFlaw(manifests, options, before);
  return withoutIdleNotes(
    raised.filter((item) => !known.has(complaintOf(item, clusterOf))),
    clusterOf,
  );
}
