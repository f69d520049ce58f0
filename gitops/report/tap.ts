import { isAtLeast, type Problem } from '../problem.ts';
import type { Level } from '../rule.ts';
import { type Case, casesOf, titleOf } from './by-object.ts';
import type { Outcome } from './outcome.ts';

/** One line, without what means something in TAP. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll('#', '\\#');
}

function comment({ start, level, message, rule }: Problem): string {
  return `# ${start.line}:${start.column}: ${level}: ${plain(message)} [${rule}]`;
}

function lines(one: Case, number: number, threshold: Level): readonly string[] {
  const isFine = !one.problems.some(({ level }) => isAtLeast(level, threshold));
  const head = `${isFine ? 'ok' : 'not ok'} ${number} - ${plain(one.path)} (${plain(titleOf(one))})`;
  return [head, ...one.problems.map(comment)];
}

function skipped(path: string, index: number): string {
  return `ok ${index} - ${plain(path)} # SKIP a template of Helm, not rendered`;
}

/** TAP version 13: a line for each object, the plan at the end. */
export function tapReport(outcome: Outcome, threshold: Level): string {
  const cases = casesOf(outcome);
  const { templates } = outcome;
  const text = [
    ...cases.flatMap((one, index) => lines(one, index + 1, threshold)),
    ...templates.map((path, index) => skipped(path, cases.length + index + 1)),
  ];
  const plan = `1..${cases.length + templates.length}`;
  return ['TAP version 13', ...text, plan].map((line) => `${line}\n`).join('');
}
