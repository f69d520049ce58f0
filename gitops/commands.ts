import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path/posix';
import { version } from '../api/version.ts';
import { type Threshold, thresholds } from './config.ts';
import { explainRule, listRules } from './explain.ts';
import { findConfig, type FoundConfig, pathMatcher } from './find-config.ts';
import { mended } from './fix.ts';
import { anyAtLeast } from './ignore/apply.ts';
import { functionSetting, readResourceList, withResults } from './krm.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { findFiles } from './read/find-files.ts';
import { sourcesAt } from './read/git-base.ts';
import { readManifests } from './read/read-manifests.ts';
import { stepOutputs, stepSummary } from './report/github.ts';
import { humanReport } from './report/human.ts';
import type { Outcome } from './report/outcome.ts';
import { runCheck } from './run-check.ts';
import { originalText, type Source, sourceOf, sourceOfBytes, standardInput } from './source.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';
import { reportAs } from './write-report.ts';

/** 0: nothing is wrong, 1: something is, 2: it could not be checked. */
export type ExitCode = 0 | 1 | 2;

function configFor(options: Options, world: World): FoundConfig {
  const config = findConfig(world.cwd, options.config);
  return {
    ...config,
    issuers: [...config.issuers, ...options.issuers],
    fluxVariables: config.fluxVariables || options.fluxVariables,
  };
}

/** @throws {UsageError} */
function readSources(paths: readonly string[], config: FoundConfig, world: World): readonly Source[] {
  const matches = pathMatcher(config, world.cwd);
  const files = findFiles(
    paths.filter((path) => path !== '-'),
    world.cwd,
    (path) => matches(path, config.exclude),
  );
  const texts = files.map((path) => sourceOfBytes(path, readFileSync(resolve(world.cwd, path))));
  return paths.includes('-') ? [sourceOfBytes(standardInput, world.stdin()), ...texts] : texts;
}

function writeReports(outcome: Outcome, options: Options, failOn: Threshold, world: World): void {
  const plain = { failOn, quiet: options.quiet, version };
  const isColorful = options.color ?? (world.isTerminal && !world.env['NO_COLOR']);
  for (const { format, file } of options.outputs) {
    const color = isColorful && file === undefined;
    const text = reportAs(format, outcome, { ...plain, color });
    if (file === undefined) world.stdout(text);
    else writeFileSync(resolve(world.cwd, file), text);
    if (format === 'github') writeForActions(outcome, world.env);
  }
}

/** The files in which GitHub Actions wants to be told more. */
function writeForActions(outcome: Outcome, env: World['env']): void {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs } = env;
  if (summary) appendFileSync(summary, stepSummary(outcome));
  if (outputs) appendFileSync(outputs, stepOutputs(outcome));
}

/** @returns the sources as they are afterwards */
function writeFixes(sources: readonly Source[], outcome: Outcome, world: World): readonly Source[] {
  let files = 0;
  const after = sources.map((source) => {
    const text = mended(source, outcome.problems);
    if (text === source.text) return source;
    writeFileSync(resolve(world.cwd, source.path), originalText(source, text));
    files += 1;
    return { ...source, text };
  });
  if (files > 0) world.stderr(`certloom check: mended ${files} file${files === 1 ? '' : 's'}\n`);
  return after;
}

function check(options: Options, world: World): ExitCode {
  const config = configFor(options, world);
  const failOn = options.failOn ?? config.failOn ?? 'error';
  const { base: revision } = options;
  const base = revision === undefined ? {} : { base: sourcesAt(revision, options.paths, world.cwd) };
  const request = { ...base, config, cwd: world.cwd, paths: options.paths };
  const sources = readSources(options.paths, config, world);
  const found = runCheck({ ...request, sources });
  const outcome = options.fix ? runCheck({ ...request, sources: writeFixes(sources, found, world) }) : found;
  writeReports(outcome, options, failOn, world);
  return anyAtLeast(outcome.problems, failOn) ? 1 : 0;
}

/** Standard output is what an engine applies, so nothing but manifests goes there, and never nothing by mistake. */
function filter(options: Options, world: World): ExitCode {
  const config = configFor(options, world);
  const failOn = options.failOn ?? config.failOn ?? 'error';
  const paths = options.paths.length === 0 ? ['-'] : options.paths;
  const sources = readSources(paths, config, world);
  const readings = sources.map((source) => ({ source, ...readManifests(source) }));
  const outcome = runCheck({ sources, config, cwd: world.cwd });
  world.stderr(humanReport(outcome, { color: false, quiet: options.quiet }));
  const template = readings.find(({ isTemplate }) => isTemplate);
  if (template) throw new UsageError(`${template.source.path} is a template of Helm; render it first`);
  const [fault] = readings.flatMap(({ faults }) => faults);
  if (fault) throw new UsageError(`${fault.source.path} can't be read: ${fault.text}`);
  if (anyAtLeast(outcome.problems, failOn)) return 1;
  const texts = readings.filter(({ manifests }) => manifests.length > 0).map(({ source }) => source.text);
  if (texts.length === 0 && !options.allowEmpty)
    throw new UsageError(
      'there are no manifests, and an engine would delete everything; --allow-empty lets that pass',
    );
  world.stdout(texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('---\n'));
  return 0;
}

/** `functionConfig` may say what flags say. */
function krm(options: Options, world: World): ExitCode {
  const list = readResourceList(world.stdin().toString());
  const config = configFor(options, world);
  const stated = functionSetting(list, 'failOn');
  const failOn = options.failOn ?? thresholds.find((known) => known === stated) ?? config.failOn ?? 'error';
  if (stated !== undefined && !thresholds.some((known) => known === stated))
    throw new UsageError(`functionConfig: failOn must be one of ${thresholds.join(', ')}`);
  const issuers = (functionSetting(list, 'issuers') ?? '').split(/[\s,]+/).filter((text) => text !== '');
  const outcome = runCheck({
    sources: [sourceOf(standardInput, list.text)],
    config: { ...config, issuers: [...config.issuers, ...issuers] },
    cwd: world.cwd,
  });
  world.stdout(withResults(list, outcome));
  world.stderr(humanReport(outcome, { color: false, quiet: options.quiet }));
  return anyAtLeast(outcome.problems, failOn) ? 1 : 0;
}

function tell(text: string, world: World): ExitCode {
  world.stdout(text);
  return 0;
}

function run(options: Options, world: World): ExitCode {
  switch (options.mode) {
    case 'check':
      return check(options, world);
    case 'filter':
      return filter(options, world);
    case 'krm':
      return krm(options, world);
    case 'explain':
      return tell(explainRule(options.paths[0] ?? ''), world);
    case 'list':
      return tell(listRules(), world);
    case 'help':
      return tell(usage, world);
    default:
      return options.mode satisfies never;
  }
}

/** `certloom check`, apart from the process it runs in. */
export function runCommand(args: readonly string[], world: World): ExitCode {
  try {
    return run(parseOptions(args), world);
  } catch (error) {
    if (!(error instanceof UsageError) && !isFileError(error)) throw error;
    world.stderr(`certloom check: ${error.message}\n`);
    return 2;
  }
}

/** A file that may not be read or written. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
