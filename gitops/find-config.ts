import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path/posix';
import { type Config, defaultConfig, parseConfig } from './config.ts';
import type { Ignore } from './ignore/ignore.ts';
import { UsageError } from './usage-error.ts';

export const configName = '.certloom.yaml';

/** A configuration and the folder that its paths start from. */
export interface FoundConfig extends Config {
  readonly folder: string;
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
  const shown = relative(folder, path);
  return { ...parseConfig(shown, readFileSync(path, 'utf8')), folder: dirname(path) };
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

/** What the configuration says to ignore. */
export function ignoresInConfig(config: FoundConfig, cwd: string): readonly Ignore[] {
  const matches = pathMatcher(config, cwd);
  return config.ignore.map(({ rules, paths, reason }) => ({
    rules,
    reason,
    covers: ({ source }) => paths.length === 0 || matches(source.path, paths),
  }));
}
