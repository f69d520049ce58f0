import { referenceJudge } from '../api/reference/judge.ts';
import { decoders } from '../pki/candidates.ts';
import { ourKinds } from './kinds.ts';
import type { Raised } from './problem.ts';
import type { Level } from './rule.ts';
import { treeRules } from './rules/reference/index.ts';
import { worldOf } from './tree-world.ts';
import { ofKind, type Tree } from './tree.ts';

const issuerExists = 'reference/issuer-exists';

/** Where no issuer at all is checked, they are kept elsewhere. */
function levelOf(rule: string, severity: 'deny' | 'warn', hasIssuers: boolean): Level {
  if (rule === issuerExists && !hasIssuers) return 'note';
  return severity === 'deny' ? 'error' : 'warning';
}

/** An issuer that is kept elsewhere is told of once, and not with everything that names it. */
function withoutEchoes(raised: readonly Raised[]): readonly Raised[] {
  const told = new Set<string>();
  return raised.filter(({ rule, level, violation: { detail, value } }) => {
    if (rule !== issuerExists || level !== 'note') return true;
    const issuer = `${detail} ${value ?? ''}`;
    if (told.has(issuer)) return false;
    told.add(issuer);
    return true;
  });
}

/** Judges objects that fit their schemas by what they say about each other. */
export function judgeTree(tree: Tree): readonly Raised[] {
  const world = worldOf(tree);
  const hasIssuers = [...world.issuerNames('Issuer'), ...world.issuerNames('ClusterIssuer')].length > 0;
  const ofKinds = ourKinds.flatMap((resource) => {
    const judge = referenceJudge(resource, decoders, world);
    return ofKind(tree, resource).flatMap(({ manifest, object }) =>
      (judge?.(object, undefined) ?? []).map(({ rule, severity, violation }): Raised => {
        return { rule, level: levelOf(rule, severity, hasIssuers), manifest, violation };
      }),
    );
  });
  const ofTrees = treeRules.flatMap((rule) =>
    rule.check(tree).map(({ manifest, level = rule.level, ...violation }): Raised => {
      return { rule: rule.id, level, manifest, violation };
    }),
  );
  return [...withoutEchoes(ofKinds), ...ofTrees];
}
