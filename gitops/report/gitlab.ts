import type { Level } from '../rule.ts';
import { fingerprints } from './fingerprint.ts';
import type { Outcome } from './outcome.ts';
import { messageAt, whereIs } from './where.ts';

const severities: Readonly<Record<Level, string>> = { error: 'major', warning: 'minor', note: 'info' };

/** GitLab Code Quality. */
export function gitlabReport({ problems, tree }: Outcome): string {
  const marks = fingerprints(problems, tree);
  const issues = problems.map((problem, index) => {
    const where = whereIs(problem, tree);
    return {
      description: messageAt(problem, where),
      check_name: problem.rule,
      fingerprint: marks[index],
      severity: severities[problem.level],
      location: { path: where.path, lines: { begin: where.line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
