import { isAtLeast, type Problem } from '../problem.ts';
import type { Level } from '../rule.ts';
import { groupedBy } from '../tree.ts';
import { type Case, casesOf, titleOf } from './by-object.ts';
import type { Outcome } from './outcome.ts';

/** XML 1.0 has no place for most control characters, escaped or not. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function placed({ source, start, level, message, rule }: Problem): string {
  return `${source.path}:${start.line}:${start.column}: ${level}: ${message} [${rule}]`;
}

function failure(problem: Problem): string {
  const { rule, message } = problem;
  return `      <failure message="${escaped(message)}" type="${escaped(rule)}">${escaped(placed(problem))}</failure>`;
}

/** What is not bad enough to fail is told beside. */
function testcase(one: Case, threshold: Level): string {
  const failed = one.problems.filter(({ level }) => isAtLeast(level, threshold));
  const told = one.problems.filter(({ level }) => !isAtLeast(level, threshold));
  const output = told.map(placed).join('\n');
  const body = [
    ...failed.map(failure),
    ...(told.length > 0 ? [`      <system-out>${escaped(output)}</system-out>`] : []),
  ];
  const head = `    <testcase classname="${escaped(one.path)}" name="${escaped(titleOf(one))}"`;
  return body.length === 0 ? `${head}/>` : [`${head}>`, ...body, '    </testcase>'].join('\n');
}

function suite(cases: readonly Case[], threshold: Level): string {
  const failures = cases.filter(({ problems }) => problems.some(({ level }) => isAtLeast(level, threshold)));
  const name = escaped(cases[0]?.path ?? '');
  return [
    `  <testsuite name="${name}" tests="${cases.length}" failures="${failures.length}" errors="0" skipped="0">`,
    ...cases.map((one) => testcase(one, threshold)),
    '  </testsuite>',
  ].join('\n');
}

/** JUnit: a suite for each file, a case for each object. */
export function junitReport(outcome: Outcome, threshold: Level): string {
  const suites = groupedBy(casesOf(outcome), ({ path }) => path);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="certloom check">',
    ...suites.map((cases) => suite(cases, threshold)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}
