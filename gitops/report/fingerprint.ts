import { createHash } from 'node:crypto';
import type { Problem } from '../problem.ts';
import type { Outcome } from './outcome.ts';
import { whereIs } from './where.ts';

/**
 * The same for the same problem after lines above it have come or gone; where several are alike, they are numbered.
 */
export function fingerprints(problems: readonly Problem[], tree: Outcome['tree']): readonly string[] {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const { rule, object, violation, message } = problem;
    const facts = JSON.stringify([rule, whereIs(problem, tree).path, object, violation?.field, message]);
    const number = seen.get(facts) ?? 0;
    seen.set(facts, number + 1);
    return createHash('sha256').update(`${facts} ${number}`).digest('hex').slice(0, 32);
  });
}
