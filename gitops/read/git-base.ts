import { execFileSync } from 'node:child_process';
import { type Source, sourceOf } from '../source.ts';
import { UsageError } from '../usage-error.ts';
import { isManifestName } from './find-files.ts';

const longest = 1 << 30;

function git(args: readonly string[], cwd: string, input?: string): Buffer {
  try {
    return execFileSync('git', args, {
      cwd,
      maxBuffer: longest,
      ...(input !== undefined && { input }),
      stdio: 'pipe',
    });
  } catch (error) {
    const { stderr } = error as { readonly stderr?: unknown };
    const text = stderr instanceof Buffer ? stderr.toString().trim().split('\n')[0] : undefined;
    throw new UsageError(`git ${args[0] ?? ''}: ${text || 'failed'}`);
  }
}

interface Blob {
  readonly hash: string;
  readonly path: string;
}

/** Lines of `git ls-tree -z`: mode, type, hash, a tab, the path. Links are left out. */
function blobsOf(listing: string): readonly Blob[] {
  return listing.split('\0').flatMap((line) => {
    const [, hash, path] = /^100\d{3} blob (\w+)\t([^]+)$/.exec(line) ?? [];
    return hash !== undefined && path !== undefined && isManifestName(path) ? [{ hash, path }] : [];
  });
}

/** What `git cat-file --batch` prints: a line with hash, type and size, the bytes, a line feed. */
function contents(output: Buffer): readonly string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < output.length) {
    const line = output.indexOf(0x0a, at);
    const size = Number(output.subarray(at, line).toString().split(' ')[2]);
    texts.push(output.subarray(line + 1, line + 1 + size).toString());
    at = line + 1 + size + 1;
  }
  return texts;
}

/** A revision may not be taken for a flag. */
function checkedRevision(revision: string): string {
  if (revision === '' || revision.startsWith('-')) throw new UsageError(`"${revision}" is no revision`);
  return revision;
}

/**
 * The manifests of an earlier revision of the working tree in `cwd`.
 *
 * @param paths folders and files from `cwd`; patterns are taken as the folder they begin with
 * @throws {UsageError}
 */
export function sourcesAt(revision: string, paths: readonly string[], cwd: string): readonly Source[] {
  const commit = git(['rev-parse', '--verify', `${checkedRevision(revision)}^{tree}`], cwd)
    .toString()
    .trim();
  const roots = paths.map((path) => path.replace(/[^/]*[*?[{].*$/, '') || '.');
  const blobs = blobsOf(git(['ls-tree', '-r', '-z', commit, '--', ...roots], cwd).toString());
  if (blobs.length === 0) return [];
  const texts = contents(git(['cat-file', '--batch'], cwd, blobs.map(({ hash }) => `${hash}\n`).join('')));
  return blobs.map(({ path }, index) => sourceOf(path, texts[index] ?? ''));
}
