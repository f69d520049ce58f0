import { countLevels } from '../ignore/apply.ts';
import type { Problem } from '../problem.ts';
import type { Outcome } from './outcome.ts';

function findingOf(problem: Problem): object {
  const { rule, level, message, violation, source, document, start, end, object, fix, origin } = problem;
  return {
    rule,
    level,
    message,
    ...(violation && { field: violation.field, kind: violation.kind, detail: violation.detail }),
    ...(violation?.value !== undefined && { value: violation.value }),
    path: source.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    document,
    ...(object && { object }),
    ...(fix && { replacement: fix.text }),
    ...(origin !== undefined && { origin }),
  };
}

/** For programs; `version` rises when members change their meaning or go. */
export function jsonReport(outcome: Outcome): string {
  const { problems, ignored, manifests, files, others, patches, templates } = outcome;
  const { error, warning, note } = countLevels(problems);
  const summary = {
    files,
    manifests: manifests.length,
    others,
    patches,
    templates: templates.length,
    errors: error,
    warnings: warning,
    notes: note,
    ignored: ignored.length,
  };
  const report = {
    version: 1,
    summary,
    findings: problems.map(findingOf),
    templates,
    ignored: ignored.map((problem) => ({ ...findingOf(problem), reason: problem.reason })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
