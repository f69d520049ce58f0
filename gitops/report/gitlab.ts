import type { Level } from '../rule.ts';
import { fingerprints } from './fingerprint.ts';
import type { Outcome } from './outcome.ts';

const severities: Readonly<Record<Level, string>> = { error: 'major', warning: 'minor', note: 'info' };

/** GitLab Code Quality. */
export function gitlabReport({ problems }: Outcome): string {
  const marks = fingerprints(problems);
  const issues = problems.map(({ rule, level, message, source, start }, index) => ({
    description: message,
    check_name: rule,
    fingerprint: marks[index],
    severity: severities[level],
    location: { path: source.path, lines: { begin: start.line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
