import { countLevels } from '../ignore/apply.ts';
import type { Problem } from '../problem.ts';
import type { Level } from '../rule.ts';
import { summaryOf } from './human.ts';
import type { Outcome } from './outcome.ts';
import { messageAt, whereIs } from './where.ts';

/** GitHub shows this many annotations of each kind per step. */
const shown = 10;

const commands: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(problem: Problem, tree: Outcome['tree']): string {
  const { level, rule } = problem;
  const where = whereIs(problem, tree);
  const { path, line, column, endLine, endColumn } = where;
  const properties = [
    `file=${property(path)}`,
    `line=${line}`,
    `endLine=${endLine}`,
    `col=${column}`,
    ...(endLine === line ? [`endColumn=${endColumn}`] : []),
    `title=${property(rule)}`,
  ];
  return `::${commands[level]} ${properties.join(',')}::${data(messageAt(problem, where))}`;
}

/** Workflow commands of GitHub Actions, the most severe first, and how many it will not show. */
export function githubReport(outcome: Outcome): string {
  const { problems, tree } = outcome;
  const lines = (['error', 'warning', 'note'] as const).flatMap((level) => {
    const own = problems.filter((problem) => problem.level === level);
    const hidden = own.length - shown;
    const rest = hidden > 0 ? [`certloom check: ${hidden} more of level ${level} than GitHub shows`] : [];
    return [...own.slice(0, shown).map((problem) => annotation(problem, tree)), ...rest];
  });
  return [...lines, summaryOf(outcome)].map((line) => `${line}\n`).join('');
}

function cell(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}

/** GitHub takes one MiB per step. */
const mostRows = 2000;

/** Markdown for `$GITHUB_STEP_SUMMARY`. */
export function stepSummary(outcome: Outcome): string {
  const { problems, tree } = outcome;
  const rows = problems.slice(0, mostRows).map((problem) => {
    const { path, line } = whereIs(problem, tree);
    return `| ${problem.level} | ${cell(path)}:${line} | ${cell(problem.message)} | ${problem.rule} |`;
  });
  const table =
    rows.length === 0 ? [] : ['', '| level | where | what | rule |', '| --- | --- | --- | --- |', ...rows];
  return ['### certloom check', '', summaryOf(outcome), ...table, ''].join('\n');
}

/** Lines for `$GITHUB_OUTPUT`. */
export function stepOutputs({ problems }: Outcome): string {
  const { error, warning, note } = countLevels(problems);
  return `errors=${error}\nwarnings=${warning}\nnotes=${note}\n`;
}
