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

/** What GitLab, Jenkins and others show as one line: an object, and a rule that it breaks. */
interface TestCase {
  readonly path: string;
  readonly name: string;
  /** The problems that make it fail, and those that are told beside. */
  readonly failures: readonly Problem[];
  readonly others: readonly Problem[];
}

/** One for each rule that an object breaks, or one that passes. Readers take one failure of a case and no more. */
function testCases(one: Case, threshold: Level): readonly TestCase[] {
  const { path, problems } = one;
  const isFailure = ({ level }: Problem): boolean => isAtLeast(level, threshold);
  const others = problems.filter((problem) => !isFailure(problem));
  const byRule = groupedBy(problems.filter(isFailure), ({ rule }) => rule);
  const failed = byRule.map((failures): TestCase => {
    return { path, name: `${titleOf(one)} ${failures[0]?.rule ?? ''}`, failures, others: [] };
  });
  return others.length > 0 || failed.length === 0
    ? [{ path, name: titleOf(one), failures: [], others }, ...failed]
    : failed;
}

function testcase({ path, name, failures, others }: TestCase): string {
  const [first] = failures;
  const failure = escaped(failures.map(placed).join('\n'));
  const body = [
    ...(first
      ? [
          `      <failure message="${escaped(first.message)}" type="${escaped(first.rule)}">${failure}</failure>`,
        ]
      : []),
    ...(others.length > 0
      ? [`      <system-out>${escaped(others.map(placed).join('\n'))}</system-out>`]
      : []),
  ];
  const head = `    <testcase classname="${escaped(path)}" name="${escaped(name)}" file="${escaped(path)}" time="0"`;
  return body.length === 0 ? `${head}/>` : [`${head}>`, ...body, '    </testcase>'].join('\n');
}

function suite(cases: readonly TestCase[]): string {
  const failures = cases.filter((one) => one.failures.length > 0).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
  return [
    `  <testsuite name="${escaped(cases[0]?.path ?? '')}" ${counts} time="0">`,
    ...cases.map(testcase),
    '  </testsuite>',
  ].join('\n');
}

function skippedSuite(path: string): string {
  const name = escaped(path);
  return [
    `  <testsuite name="${name}" tests="1" failures="0" errors="0" skipped="1" time="0">`,
    `    <testcase classname="${name}" name="template" file="${name}" time="0">`,
    '      <skipped message="a template of Helm, not rendered"/>',
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');
}

/** JUnit: a suite for each file; a case for each object that is well, and for each rule that one breaks. */
export function junitReport(outcome: Outcome, threshold: Level): string {
  const cases = casesOf(outcome).flatMap((one) => testCases(one, threshold));
  const suites = groupedBy(cases, ({ path }) => path);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="certloom check">',
    ...suites.map(suite),
    ...outcome.templates.map(skippedSuite),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}
