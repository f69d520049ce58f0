import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path/posix';
import { UsageError } from '../usage-error.ts';

const manifestName = /\.(ya?ml|json)$/i;

/** Whether a path is a manifest by its name, wherever it is. */
export function isManifestName(path: string): boolean {
  return manifestName.test(path);
}

/** Folders without manifests of ours: version control, packages, and templates of Helm, which are no YAML yet. */
function isPassedBy(folder: string, name: string): boolean {
  if (name.startsWith('.') || name === 'node_modules') return true;
  return name === 'templates' && existsSync(join(folder, 'Chart.yaml'));
}

/** @param folder from `cwd`; `.` for itself */
function* filesBelow(folder: string, cwd: string): Generator<string> {
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (isPassedBy(resolve(cwd, folder), entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, cwd);
    else if (entry.isFile() && isManifestName(path)) yield path;
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
  return stat.isDirectory() ? [...filesBelow(path, cwd)] : [path];
}

/** `shop/certificate.yaml`, without `./`. */
function tidy(path: string): string {
  return join(path).replace(/(.)\/$/, '$1');
}

/**
 * The files that paths stand for: files as they are, everything that looks like a manifest below folders, and what patterns
 * match. Each once, as seen from `cwd`.
 *
 * @param isExcluded which of them are left out
 * @throws {UsageError} for a path that does not exist
 */
export function findFiles(
  paths: readonly string[],
  cwd: string,
  isExcluded: (path: string) => boolean,
): readonly string[] {
  const found = new Set(paths.flatMap((path) => filesAt(tidy(path), cwd)));
  return [...found].filter((path) => !isExcluded(path));
}
