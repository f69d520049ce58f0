import { catalogue } from './catalogue.ts';
import type { Threshold } from './config.ts';
import type { Format } from './report/formats.ts';
import { githubReport } from './report/github.ts';
import { gitlabReport } from './report/gitlab.ts';
import { humanReport } from './report/human.ts';
import { jsonReport } from './report/json.ts';
import { junitReport } from './report/junit.ts';
import type { Outcome } from './report/outcome.ts';
import { sarifReport } from './report/sarif.ts';
import { tapReport } from './report/tap.ts';

export interface ReportOptions {
  readonly failOn: Threshold;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly version: string;
}

/** The text of a report. */
export function reportAs(format: Format, outcome: Outcome, options: ReportOptions): string {
  const { failOn, version } = options;
  const threshold = failOn === 'never' ? 'error' : failOn;
  switch (format) {
    case 'human':
      return humanReport(outcome, options);
    case 'json':
      return jsonReport(outcome);
    case 'sarif':
      return sarifReport(outcome, catalogue(), version);
    case 'junit':
      return junitReport(outcome, threshold);
    case 'tap':
      return tapReport(outcome, threshold);
    case 'github':
      return githubReport(outcome);
    case 'gitlab':
      return gitlabReport(outcome);
    default:
      return format satisfies never;
  }
}
