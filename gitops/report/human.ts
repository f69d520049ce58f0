import { styleText } from 'node:util';
import { countLevels } from '../ignore/apply.ts';
import { lineOf } from '../place/lines.ts';
import type { Problem } from '../problem.ts';
import type { Level } from '../rule.ts';
import type { Outcome } from './outcome.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles: Readonly<Record<Level, Style>> = { error: 'red', warning: 'yellow', note: 'cyan' };

/** Control characters of a manifest have no business on a terminal. */
function harmless(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => (character === '\t' ? ' ' : '?'));
}

/** The line, with a mark below what is meant; wide letters may shift it. */
function excerpt({ source, start, end, level }: Problem, paint: Paint): readonly string[] {
  const text = harmless(lineOf(source, start.line));
  if (text.trim() === '' || text.length > 160) return [];
  const number = String(start.line).padStart(5);
  const width = Math.max(1, (end.line === start.line ? end.column : text.length + 1) - start.column);
  const mark = ' '.repeat(start.column - 1) + paint(styles[level], '^'.repeat(width));
  return [paint('dim', `${number} | `) + text, paint('dim', '      | ') + mark];
}

function lines(problem: Problem, paint: Paint): readonly string[] {
  const { source, start, level, message, rule, fix, origin } = problem;
  const place = paint('bold', `${harmless(source.path)}:${start.line}:${start.column}:`);
  const head = `${place} ${paint(styles[level], `${level}:`)} ${harmless(message)} ${paint('dim', `[${rule}]`)}`;
  return [
    head,
    ...excerpt(problem, paint),
    ...(origin === undefined ? [] : [paint('dim', `      = rendered from ${harmless(origin)}`)]),
    ...(fix ? [paint('dim', `      = ${harmless(fix.text)} means the same; --fix writes it`)] : []),
  ];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** One line that says how it went. */
export function summaryOf(outcome: Outcome): string {
  const { problems, ignored, manifests, files, others, patches, templates } = outcome;
  const { error, warning, note } = countLevels(problems);
  const found = [counted(error, 'error'), counted(warning, 'warning'), counted(note, 'note')].join(', ');
  const more = [
    ...(ignored.length > 0 ? [`${ignored.length} ignored`] : []),
    ...(others > 0 ? [`${counted(others, 'object')} of other kinds`] : []),
    ...(patches > 0 ? [`${counted(patches, 'patch', 'patches')} left out`] : []),
    ...(templates.length > 0
      ? [`${counted(templates.length, 'template')} of Helm not rendered, so not checked`]
      : []),
  ];
  const checked = `${counted(manifests.length, 'manifest')} in ${counted(files, 'file')}`;
  return `${checked}: ${[found, ...more].join('; ')}`;
}

/** What to do about templates, with one of them as an example. */
function templateHint({ templates: [first] }: Outcome): readonly string[] {
  if (first === undefined) return [];
  return [`${harmless(first)} is a template: check what it renders to, helm template . | certloom check -`];
}

/** For people: where, what, the line itself, and a summary. The first line of each problem is for tools as well. */
export function humanReport(outcome: Outcome, { color, quiet }: { color: boolean; quiet: boolean }): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const text = outcome.problems.flatMap((problem) => lines(problem, paint));
  const hints = quiet ? [] : templateHint(outcome);
  const summary = quiet ? [] : [...(text.length > 0 ? [''] : []), summaryOf(outcome), ...hints];
  return [...text, ...summary].map((line) => `${line}\n`).join('');
}
