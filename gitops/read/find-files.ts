import { type Dirent, existsSync, globSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path/posix';
import { UsageError } from '../usage-error.ts';

const manifestName = /\.(ya?ml|json)$/i;

/** Whether a path is a manifest by its name, wherever it is. */
export function isManifestName(path: string): boolean {
  return manifestName.test(path);
}

/** Folders in which nothing is kept that people wrote: version control, packages, what tools put by. */
const passedBy: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.terraform',
  '.venv',
  '.cache',
]);

interface Walk {
  readonly cwd: string;
  /** The real paths of folders that were entered, so that links lead nowhere twice. */
  readonly entered: Set<string>;
}

/** What a link leads to, unless it leads nowhere. */
function behind(path: string, entry: Dirent): Stats | Dirent {
  return entry.isSymbolicLink() ? (statSync(path, { throwIfNoEntry: false }) ?? entry) : entry;
}

/** @param folder from `cwd`; `.` for itself */
function* filesBelow(folder: string, walk: Walk): Generator<string> {
  const { cwd, entered } = walk;
  const real = realpathSync(resolve(cwd, folder));
  if (entered.has(real)) return;
  entered.add(real);
  const entries = readdirSync(real, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (passedBy.has(entry.name)) continue;
    const path = join(folder, entry.name);
    const what = behind(resolve(cwd, path), entry);
    if (what.isDirectory()) yield* filesBelow(path, walk);
    else if (what.isFile() && isManifestName(path)) yield path;
  }
}

function isPattern(path: string, cwd: string): boolean {
  return /[*?[\]{}]/.test(path) && !existsSync(resolve(cwd, path));
}

/** @throws {UsageError} */
function filesAt(path: string, cwd: string): readonly string[] {
  if (isPattern(path, cwd)) {
    const matches = globSync(path, { cwd }).filter((match) => statSync(resolve(cwd, match)).isFile());
    if (matches.length === 0) throw new UsageError(`${path} matches no file`);
    return matches.sort();
  }
  const stat = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`${path} does not exist`);
  return stat.isDirectory() ? [...filesBelow(path, { cwd, entered: new Set() })] : [path];
}

/** `shop/certificate.yaml`, without `./`. */
function tidy(path: string): string {
  return join(path).replace(/(.)\/$/, '$1');
}

/** One of those that are the same file: its own name rather than that of a link. */
function eachOnce(paths: readonly string[], cwd: string): readonly string[] {
  const byFile = Map.groupBy(new Set(paths), (path) => realpathSync(resolve(cwd, path)));
  return [...byFile].map(([real, names]) => {
    return names.find((name) => resolve(cwd, name) === real) ?? names[0] ?? real;
  });
}

/**
 * The files that paths stand for: files as they are, everything that looks like a manifest below folders, and what patterns
 * match. Each once, as seen from `cwd`; links are followed.
 *
 * @param isExcluded which of them are left out
 * @throws {UsageError} for a path that does not exist
 */
export function findFiles(
  paths: readonly string[],
  cwd: string,
  isExcluded: (path: string) => boolean,
): readonly string[] {
  const found = paths.flatMap((path) => filesAt(tidy(path), cwd));
  return eachOnce(found, cwd).filter((path) => !isExcluded(path));
}
