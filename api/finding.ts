import type { Rule, Severity, Violation } from './rule.ts';

/** What a rule found: which one, how bad it is, and what is wrong where. */
export interface Finding {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly violation: Violation;
}

/** The same for the same complaint, wherever in a list its entry stands. */
function complaint({ field, kind, detail, value }: Violation): string {
  return JSON.stringify([field.replaceAll(/\[\d+\]/g, '[]'), kind, detail, value]);
}

/** What is wrong now and was not before. */
function fresh(now: readonly Violation[], before: readonly Violation[]): readonly Violation[] {
  if (now.length === 0 || before.length === 0) return now;
  const old = new Set(before.map(complaint));
  return now.filter((violation) => !old.has(complaint(violation)));
}

/** Applies rules; on a change it leaves out what was wrong before and is wrong in the same way now (ratcheting). */
export function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  after: Subject,
  before?: Subject,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const now = rule.check(after, before);
    if (now.length === 0) continue;
    const old = before === undefined ? [] : rule.check(before);
    for (const violation of fresh(now, old))
      findings.push({ rule: rule.id, severity: rule.severity, violation });
  }
  return findings;
}
