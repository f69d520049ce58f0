import type { Rule, Severity, Violation } from './rule.ts';
import { sameValue } from './same-value.ts';

/** What a rule found: which one, how bad it is, and what is wrong where. */
export interface Finding {
  /** The id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly violation: Violation;
}

/** The same complaint, wherever in a list its entry stands now. */
function sameComplaint(a: Violation, b: Violation): boolean {
  const place = ({ field }: Violation): string => field.replaceAll(/\[\d+\]/g, '[]');
  return place(a) === place(b) && sameValue({ ...a, field: '' }, { ...b, field: '' });
}

/** Applies rules; on a change it leaves out what was wrong before and is wrong in the same way now (ratcheting). */
export function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  after: Subject,
  before?: Subject,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    const old = before === undefined ? [] : rule.check(before);
    const isNew = (violation: Violation): boolean => !old.some((known) => sameComplaint(known, violation));
    const fresh = rule.check(after, before).filter(isNew);
    return fresh.map((violation) => ({ rule: rule.id, severity: rule.severity, violation }));
  });
}
