import { nearest } from '../../api/nearest.ts';
import type { Finding } from '../../api/finding.ts';
import { type Judge } from '../../api/judge.ts';
import { referenceJudge } from '../../api/reference/judge.ts';
import { referenceRules } from '../../api/reference/rules/index.ts';
import type { World } from '../../api/reference/world.ts';
import type { Resource } from '../../api/resource.ts';
import { decoders } from '../../pki/candidates.ts';

/** Which findings about several objects refuse: of these rules, or of all that could never be issued. */
export type Refused = ReadonlySet<string> | 'all';

/** What judges objects of a kind together with others; `undefined` for kinds that refer to nothing. */
export type ReferenceJudges = (resource: Resource) => Judge | undefined;

/**
 * Reads the names of rules that shall refuse; `*` stands for all that certloom check calls errors.
 *
 * @throws {RangeError} for what is no such rule
 */
export function refusedFrom(names: readonly string[]): Refused {
  const known = referenceRules.map(({ id }) => id);
  const unknown = names.find((name) => name !== '*' && !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new RangeError(
      `there is no rule ${unknown} about several objects${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
    );
  }
  return names.includes('*') ? 'all' : new Set(names);
}

/** Objects may arrive in any order, so what is missing now may be on its way: only a warning, unless told otherwise. */
function graded(finding: Finding, refused: Refused): Finding {
  const isRefused = refused === 'all' ? finding.severity === 'deny' : refused.has(finding.rule);
  return { ...finding, severity: isRefused ? 'deny' : 'warn' };
}

export function createReferenceJudges(world: World, refused: Refused): ReferenceJudges {
  const judges = new Map<Resource, Judge | undefined>();
  return (resource) => {
    if (!judges.has(resource)) judges.set(resource, referenceJudge(resource, decoders, world));
    const judge = judges.get(resource);
    return judge && ((after, before) => judge(after, before).map((finding) => graded(finding, refused)));
  };
}
