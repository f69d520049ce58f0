import type { Problem } from './problem.ts';
import type { Source } from './source.ts';

/** The text with everything mended that can be mended without changing what it means. */
export function mended(source: Source, problems: readonly Problem[]): string {
  const fixes = problems.flatMap((problem) =>
    problem.source === source && problem.fix ? [problem.fix] : [],
  );
  let { text } = source;
  for (const { range, text: replacement } of fixes.toSorted((a, b) => b.range.start - a.range.start))
    text = text.slice(0, range.start) + replacement + text.slice(range.end);
  return text;
}
