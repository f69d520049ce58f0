import type { Problem } from './problem.ts';
import { inOrder } from './problem.ts';
import { catalogue } from './catalogue.ts';
import { findFlaws } from './check.ts';
import type { FoundConfig } from './find-config.ts';
import { clusterFinder, ignoresInConfig } from './find-config.ts';
import { ignoresInAnnotations } from './ignore/annotations.ts';
import { withoutIgnored } from './ignore/apply.ts';
import { ignoresInComments } from './ignore/comments.ts';
import { matchesRule } from './ignore/directive.ts';
import type { Ignore } from './ignore/ignore.ts';
import { isInOurGroups } from './kinds.ts';
import { createLocator } from './place/locate.ts';
import { located, problemOfFault, problemsOfWords } from './place/problems.ts';
import { readTree, type TreeReading } from './read/read-tree.ts';
import type { Outcome } from './report/outcome.ts';
import { topOf } from './report/where.ts';
import type { Source } from './source.ts';
import { UsageError } from './usage-error.ts';

/** What is checked, and how. */
export interface CheckRequest {
  readonly sources: Iterable<Source>;
  /** The texts before the change; none when everything is to be told. */
  readonly base?: Iterable<Source>;
  readonly config: FoundConfig;
  readonly cwd: string;
  /** Where the sources were looked for, from `cwd`. */
  readonly paths?: readonly string[];
}

/** A misspelt rule in the configuration would ignore nothing. */
function checkConfig({ ignore }: FoundConfig, rules: readonly string[]): void {
  for (const pattern of ignore.flatMap((entry) => entry.rules))
    if (!rules.some((rule) => matchesRule(pattern, rule)))
      throw new UsageError(`the configuration ignores ${pattern}, but there is no such rule`);
}

function ignoresOf(reading: TreeReading, { config, cwd, paths = [] }: CheckRequest): readonly Ignore[] {
  return [
    ...reading.sources.flatMap(ignoresInComments),
    ...ignoresInAnnotations(reading.manifests, createLocator()),
    ...ignoresInConfig(config, cwd, paths),
  ];
}

/** How a word is read does not matter where it is wrong: who writes `yes` for a text does not mean `true`. */
function besides(words: readonly Problem[], found: readonly Problem[]): readonly Problem[] {
  const placeOf = ({ source, start }: Problem): string => `${source.path} ${start.line} ${start.column}`;
  const wrong = new Set(found.filter(({ level }) => level === 'error').map(placeOf));
  return words.filter((word) => !wrong.has(placeOf(word)));
}

/** Reads, judges, finds the places, takes out what is ignored, and puts it in order. */
export function runCheck(request: CheckRequest): Outcome {
  const { sources, base = [], config } = request;
  const rules = catalogue().map(({ id }) => id);
  checkConfig(config, rules);
  const reading = readTree(sources);
  const { gates, fluxVariables, issuers } = config;
  const clusterOf = clusterFinder(config, request.cwd);
  const options = { gates, fluxVariables, issuers, clusterOf };
  const raised = findFlaws(reading.manifests, options, readTree(base).manifests);
  const ours = reading.manifests.filter(({ object }) => isInOurGroups(object));
  const words = request.base === undefined ? ours.flatMap(problemsOfWords) : [];
  const found: readonly Problem[] = [...reading.faults.map(problemOfFault), ...located(raised)];
  const sifted = withoutIgnored([...found, ...besides(words, found)], ignoresOf(reading, request), {
    knownRules: rules,
    isChange: request.base !== undefined,
  });
  return {
    problems: inOrder(sifted.problems),
    ignored: inOrder(sifted.ignored) as Outcome['ignored'],
    manifests: ours,
    files: reading.files,
    others: reading.others,
    patches: reading.patches,
    templates: reading.templates,
    tree: { cwd: request.cwd, top: topOf(request.cwd) },
  };
}
