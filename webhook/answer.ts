import { describeViolation, type Violation } from '../api/rule.ts';
import type { Verdict } from './admission-review.ts';
import type { Judgement } from './judge.ts';

/** Longer warnings are cut: the API server drops or cuts what is long (Kubernetes API, `response.warnings`). */
const warningLength = 120;

/** Control characters end a warning, and so would a line break in a message that engines print on one line. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

/** All problems in one message that reads well on one line; a single one stands alone. */
export function messageOf(violations: readonly Violation[]): string {
  const texts = [...new Set(violations.map((violation) => oneLine(describeViolation(violation))))];
  return texts.length === 1 ? (texts[0] ?? '') : `${texts.length} problems: ${texts.join('; ')}`;
}

function asWarning(violation: Violation): string {
  const text = `${violation.field}: ${violation.detail}`.replaceAll(/[^\x20-\x7e]+/g, '?');
  return text.length <= warningLength ? text : `${text.slice(0, warningLength - 3)}...`;
}

/** The answer to what was judged. */
export function verdictOf({ violations, warnings }: Judgement): Verdict {
  const told = [...new Set(warnings.map(asWarning))];
  const denied = violations.length > 0;
  return {
    allowed: !denied,
    ...(denied && { message: messageOf(violations) }),
    ...(told.length > 0 && { warnings: told }),
  };
}
