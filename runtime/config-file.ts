import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { nearest } from '../api/nearest.ts';
import type { Flag, FlagTable } from './flag.ts';

/** A configuration file that says what cannot be; the message names the member. */
export class ConfigMistake extends Error {
  override readonly name = 'ConfigMistake';
}

export type Members = Readonly<Record<string, unknown>>;

/** What a configuration file may hold. */
export interface ConfigFileFormat {
  /** Stated or left out, but never another. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Paths of members, and the flags that say the same: `leaderElectionConfig.enabled` is `leader-elect`. */
  readonly members: Readonly<Record<string, string>>;
  /** Paths of members that somebody else reads, or nobody. */
  readonly others?: readonly string[];
}

/** One flag's value out of a file. */
export interface StatedInFile {
  /** As on a command line. */
  readonly text: string;
  /** Of the member, for messages. */
  readonly path: string;
}

/**
 * @param at for messages
 * @throws {ConfigMistake} for what is no map, and for members that are not known
 */
export function membersOf(value: unknown, at: string, known: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigMistake(`${at} must be a map`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value as Members;
  const meant = nearest(unknown, known);
  const hint = meant === undefined ? `; known are ${known.join(', ')}` : ` (did you mean ${meant}?)`;
  throw new ConfigMistake(`${at}: there is no ${unknown}${hint}`);
}

/** @throws {ConfigMistake} with the parser's first line */
export function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const [line] = error instanceof Error ? error.message.split('\n') : [];
    throw new ConfigMistake(line ?? 'is no YAML');
  }
}

/** @throws {ConfigMistake} when the file cannot be read or is no YAML */
export function readConfigFile(path: string): unknown {
  try {
    return parseYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new ConfigMistake(error.message);
    throw error;
  }
}

/**
 * What a configuration file says in place of flags.
 *
 * @param content parsed YAML; an empty file says nothing
 * @returns by name of the flag
 * @throws {ConfigMistake}
 */
export function flagsInFile(
  content: unknown,
  format: ConfigFileFormat,
  flags: FlagTable,
): ReadonlyMap<string, StatedInFile> {
  const file = (content ?? {}) as Members;
  for (const member of ['apiVersion', 'kind'] as const) {
    if (file[member] !== undefined && file[member] !== format[member])
      throw new ConfigMistake(`${member}: must be ${format[member]}`);
  }
  const stated = new Map<string, StatedInFile>();
  const heads = ['apiVersion', 'kind', ...(format.others ?? [])];
  walk(file, '', [...heads, ...Object.keys(format.members)], (path, value) => {
    const name = format.members[path];
    if (name !== undefined) stated.set(name, { path, text: textOf(value, path, flags[name]) });
  });
  return stated;
}

/** Visits what is stated; a path that others begin with is a map of members. */
function walk(
  value: unknown,
  at: string,
  paths: readonly string[],
  visit: (path: string, value: unknown) => void,
): void {
  const within = paths.filter((path) => path.startsWith(at)).map((path) => path.slice(at.length));
  const names = [...new Set(within.map((path) => path.split('.', 1)[0] ?? ''))];
  const members = membersOf(value, at === '' ? 'the file' : at.slice(0, -1), names);
  for (const [name, member] of Object.entries(members)) {
    const path = `${at}${name}`;
    if (member === null || member === undefined) continue;
    if (paths.includes(path)) visit(path, member);
    else walk(member, `${path}.`, paths, visit);
  }
}

/** @throws {ConfigMistake} for what no flag can say */
function textOf(value: unknown, path: string, flag: Flag<unknown> | undefined): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  // durations without a unit are Go's: nanoseconds
  if (typeof value === 'number') return flag?.placeholder === 'DURATION' ? `${value}ns` : String(value);
  if (Array.isArray(value)) return value.map((item) => textOf(item, path, undefined)).join(',');
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value);
    return pairs.map(([key, item]) => `${key}=${textOf(item, path, undefined)}`).join(',');
  }
  throw new ConfigMistake(`${path}: cannot be read`);
}
