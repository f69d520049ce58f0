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

/** Applies rules; on a change it leaves out what was wrong before and is wrong in the same way now (ratcheting). */
export function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  after: Subject,
  before?: Subject,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    const old = new Set(before === undefined ? [] : rule.check(before).map(complaint));
    const fresh = rule.check(after, before).filter((violation) => !old.has(complaint(violation)));
    return fresh.map((violation) => ({ rule: rule.id, severity: rule.severity, violation }));
  });
}
