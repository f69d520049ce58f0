import { describeViolation, type Violation } from '../api/rule.ts';
import type { Verdict } from './admission-review.ts';
import type { Judgement } from './judge.ts';

/** Longer warnings are cut: the API server drops or cuts what is long (Kubernetes API, `response.warnings`). */
const warningLength = 120;

/** Engines print a message on one line, and Argo CD cuts out what stands between the first `map[` and the last `]`. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll('map[', 'map [');
}

/** A list of a thousand broken names is told in few words: what is beyond these is only counted. */
const mostProblems = 50;
const mostWarnings = 10;

/** All problems in one message that reads well on one line; a single one stands alone. */
export function messageOf(violations: readonly Violation[]): string {
  const texts = [...new Set(violations.map((violation) => oneLine(describeViolation(violation))))];
  if (texts.length === 1) return texts[0] ?? '';
  const more = texts.length > mostProblems ? `; and ${texts.length - mostProblems} more` : '';
  return `${texts.length} problems: ${texts.slice(0, mostProblems).join('; ')}${more}`;
}

function asWarning(violation: Violation): string {
  const text = `${violation.field}: ${violation.detail}`.replaceAll(/[^\x20-\x7e]+/g, '?');
  return text.length <= warningLength ? text : `${text.slice(0, warningLength - 3)}...`;
}

function warningsOf(violations: readonly Violation[]): readonly string[] {
  const texts = [...new Set(violations.map(asWarning))];
  const more = texts.length - mostWarnings;
  return more > 0 ? [...texts.slice(0, mostWarnings), `and ${more} more warnings`] : texts;
}

/** The answer to what was judged. */
export function verdictOf({ violations, warnings }: Judgement): Verdict {
  const told = warningsOf(warnings);
  const denied = violations.length > 0;
  return {
    allowed: !denied,
    ...(denied && { message: messageOf(violations) }),
    ...(told.length > 0 && { warnings: told }),
  };
}
