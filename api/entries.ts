import type { Violation } from './rule.ts';

/** What is wrong with one entry of a list, as the detail of a violation; `undefined` when nothing is. */
export type EntryProblem = (entry: string, index: number) => string | undefined;

/** `Invalid` for every entry of a list of texts that has a problem. */
export function invalidEntries(
  field: string,
  entries: readonly string[] | undefined,
  problemOf: EntryProblem,
): readonly Violation[] {
  return (entries ?? []).flatMap((entry, index) => {
    const detail = problemOf(entry, index);
    return detail === undefined
      ? []
      : [{ field: `${field}[${index}]`, kind: 'Invalid' as const, value: entry, detail }];
  });
}
