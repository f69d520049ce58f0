import { createHash } from 'node:crypto';
import type { Problem } from '../problem.ts';

/**
 * The same for the same problem after lines above it have come or gone; where several are alike, they are numbered.
 */
export function fingerprints(problems: readonly Problem[]): readonly string[] {
  const seen = new Map<string, number>();
  return problems.map(({ rule, source, object, violation, message }) => {
    const facts = JSON.stringify([rule, source.path, object, violation?.field, message]);
    const number = seen.get(facts) ?? 0;
    seen.set(facts, number + 1);
    return createHash('sha256').update(`${facts} ${number}`).digest('hex').slice(0, 32);
  });
}
