import { isSeq } from 'yaml';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path/posix';
import { type Config, defaultConfig, parseConfig } from './config.ts';
import type { Ignore } from './ignore/ignore.ts';
import type { Range } from './place/locate.ts';
import { yamlDocuments } from './read/kubernetes-yaml.ts';
import { type Source, sourceOf } from './source.ts';
import { UsageError } from './usage-error.ts';

export const configName = '.certloom.yaml';

/** A configuration and the folder that its paths start from. */
export interface FoundConfig extends Config {
  readonly folder: string;
  /** Its text; absent where there is no file. */
  readonly source?: Source;
}

/** Looks in a folder and those above it, up to the top of the working tree of git. */
function upward(folder: string): string | undefined {
  const path = join(folder, configName);
  if (existsSync(path)) return path;
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, '.git')) ? undefined : upward(parent);
}

/**
 * The configuration that holds for a folder.
 *
 * @param file the one to take; found when left out, none when empty
 * @throws {UsageError}
 */
export function findConfig(folder: string, file: string | undefined): FoundConfig {
  const path = file === undefined ? upward(folder) : file && resolve(folder, file);
  if (path === undefined || path === '') return { ...defaultConfig, folder };
  if (!existsSync(path)) throw new UsageError(`${file ?? path} does not exist`);
  const source = sourceOf(relative(folder, path), readFileSync(path, 'utf8'));
  return { ...parseConfig(source.path, source.text), folder: dirname(path), source };
}

/** Patterns of the configuration, as they match paths from where the command runs. */
export function pathMatcher(
  config: FoundConfig,
  cwd: string,
): (path: string, patterns: readonly string[]) => boolean {
  return (path, patterns) => {
    const fromConfig = relative(config.folder, resolve(cwd, path));
    return patterns.some((pattern) => matchesGlob(fromConfig, pattern));
  };
}

/** A folder and those above it, the topmost first. */
function foldersAbove(path: string): readonly string[] {
  const steps = dirname(path).split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

/** The folder that stands for the cluster that a file goes to; `undefined` for what goes to all. */
export function clusterFinder(config: FoundConfig, cwd: string): (path: string) => string | undefined {
  const { clusters, folder } = config;
  if (clusters.length === 0) return () => undefined;
  return (path) =>
    foldersAbove(relative(folder, resolve(cwd, path))).find((above) =>
      clusters.some((pattern) => matchesGlob(above, pattern)),
    );
}

function placeOf(node: unknown): Range {
  const { range } = node as { readonly range?: readonly [number, number, number] | null };
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 1 };
}

/** Where the entries of `ignore` are. */
function placesOf({ text }: Source): readonly Range[] {
  const [document] = yamlDocuments(text);
  const entries: unknown = document?.get('ignore');
  return isSeq(entries) ? entries.items.map(placeOf) : [];
}

/** Whether paths take in all that a configuration is for. */
function takesInAll({ folder }: FoundConfig, cwd: string, paths: readonly string[]): boolean {
  return paths.some((path) => !relative(resolve(cwd, path), folder).startsWith('..'));
}

/**
 * What the configuration says to ignore.
 *
 * @param paths what is checked: an entry that does nothing is only told of where all was looked at
 */
export function ignoresInConfig(
  config: FoundConfig,
  cwd: string,
  paths: readonly string[],
): readonly Ignore[] {
  const matches = pathMatcher(config, cwd);
  const { source } = config;
  const places = source && takesInAll(config, cwd, paths) ? placesOf(source) : [];
  return config.ignore.map(({ rules, paths: patterns, reason }, index) => {
    const range = places[index];
    return {
      rules,
      reason,
      covers: (problem) => patterns.length === 0 || matches(problem.source.path, patterns),
      ...(source && range && { at: { source, range, document: 0 } }),
    };
  });
}
