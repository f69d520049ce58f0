import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository, toolPath } from '../../tools/toolchain.ts';
import { run } from '../cluster/process.ts';
import { type AlertCase, began } from './alert-case.ts';
import type { Sample } from './exposition.ts';

/** The rules file that everybody gets. */
export const alertsFile = join(repository, 'charts', 'certloom', 'files', 'alerts.yaml');

/** One rule of a rules file. */
export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RulesFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

export interface Verdict {
  readonly ok: boolean;
  /** What promtool said, without the paths of its files. */
  readonly said: string;
}

export async function readAlerts(): Promise<RulesFile> {
  return parse(await readFile(alertsFile, 'utf8')) as RulesFile;
}

/** Lets promtool read rules, and complain about whatever it can. */
export async function checkRules(rules: RulesFile): Promise<Verdict> {
  return withFiles({ rules }, ({ rules: file = '' }) =>
    promtool('check', 'rules', '--lint=all', '--lint-fatal', file),
  );
}

/** Lets the engine of Prometheus tell every story, each with the rules that it is about and no others, which would take long. */
export async function tellStories(cases: readonly AlertCase[]): Promise<Verdict> {
  const { groups } = await readAlerts();
  const files = groups.flatMap(({ name, rules }) =>
    rules.flatMap(({ alert, labels }) => {
      const own = cases.filter((story) => story.alert === alert);
      if (alert === undefined || own.length === 0) return [];
      const needed = rules.filter((rule) => rule.record !== undefined || rule.alert === alert);
      const tests = {
        rule_files: [`${alert}-rules.yaml`],
        evaluation_interval: '1m',
        tests: own.map((story) => testOf(story, labels?.['severity'] ?? '')),
      };
      return [
        [`${alert}-rules`, { groups: [{ name, rules: needed }] }],
        [alert, tests],
      ] as const;
    }),
  );
  return withFiles(Object.fromEntries(files), (paths) =>
    promtool('test', 'rules', ...Object.values(paths).filter((path) => !path.endsWith('-rules.yaml'))),
  );
}

/** What one process showed, as Prometheus stores it when it honours labels. */
export interface Scraped {
  readonly instance: string;
  readonly samples: readonly Sample[];
}

/** When samples that never change are judged: long after every `for` is over. */
const judgedAfterMinutes = 90;

/**
 * Lets all rules look at what real processes showed, as if it went on like that for ninety minutes.
 *
 * @param firing labels of the alerts that must fire, without severity; no others may
 */
export async function judgeScrapes(
  scrapes: readonly Scraped[],
  now: Date,
  firing: readonly Readonly<Record<string, string>>[],
): Promise<Verdict> {
  const series = scrapes.flatMap(({ instance, samples }) =>
    samples
      .filter(({ value }) => Number.isFinite(value))
      .map(({ name, labels, value }) => ({
        series: name + selector({ ...labels, instance }),
        values: `${value}${name.startsWith('certmanager_clock_time') ? '+60' : ''}x${judgedAfterMinutes}`,
      })),
  );
  const expr = 'sum without (severity) (ALERTS{alertstate="firing"})';
  const samples = firing.map((labels) => ({
    labels: selector({ alertstate: 'firing', ...labels }),
    value: 1,
  }));
  const tests = {
    rule_files: [alertsFile],
    evaluation_interval: '1m',
    tests: [
      {
        name: 'scraped',
        interval: '1m',
        start_timestamp: now.toISOString(),
        input_series: series,
        promql_expr_test: [{ expr, eval_time: `${judgedAfterMinutes}m`, exp_samples: samples }],
      },
    ],
  };
  return withFiles({ tests }, ({ tests: file = '' }) => promtool('test', 'rules', file));
}

function testOf({ alert, when, series, minute, fires }: AlertCase, severity: string): object {
  const firing = fires.map((labels) => ({ alertname: alert, alertstate: 'firing', severity, ...labels }));
  return {
    name: `${alert}: ${when}`,
    interval: '1m',
    start_timestamp: began.toISOString(),
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `ALERTS{alertname="${alert}", alertstate="firing"}`,
        eval_time: `${minute}m`,
        exp_samples: firing.map((labels) => ({ labels: `ALERTS${selector(labels)}`, value: 1 })),
      },
    ],
  };
}

/** Labels as PromQL writes them. */
export function selector(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(', ')}}`;
}

async function promtool(...args: readonly string[]): Promise<Verdict> {
  const { code, stdout, stderr } = await run(toolPath('promtool'), args);
  return { ok: code === 0, said: stdout + stderr };
}

/** Writes each content as JSON, which is YAML, to a file of its name, for as long as they are used. */
async function withFiles(
  contents: Readonly<Record<string, object>>,
  use: (paths: Readonly<Record<string, string>>) => Promise<Verdict>,
): Promise<Verdict> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-promtool-'));
  try {
    const paths = Object.fromEntries(
      Object.keys(contents).map((name) => [name, join(dir, `${name}.yaml`)] as const),
    );
    for (const [name, path] of Object.entries(paths)) await writeFile(path, JSON.stringify(contents[name]));
    const { ok, said } = await use(paths);
    return { ok, said: said.replaceAll(`${dir}/`, '') };
  } finally {
    await rm(dir, { recursive: true });
  }
}
