import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../cluster/process.ts';

/** Path to text, or to a list of objects that are written as one document each. */
export type Tree = Readonly<Record<string, string | readonly object[]>>;

export interface GitRepository {
  /** The working tree; its `file://` URL is what engines clone. */
  readonly dir: string;
  /** Lays folders anew, each with nothing but these files, and commits. @returns the commit's hash */
  commit(folders: Readonly<Record<string, Tree>>): Promise<string>;
}

const identity = {
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** An empty repository with the branch `main`. */
export async function createGitRepository(dir: string): Promise<GitRepository> {
  const git = (...args: string[]) => runOrThrow('git', ['-C', dir, ...args], { env: identity });
  await mkdir(dir, { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  return {
    dir,
    async commit(folders) {
      for (const [folder, files] of Object.entries(folders)) {
        await rm(join(dir, folder), { recursive: true, force: true });
        for (const [path, content] of Object.entries(files)) {
          const file = join(dir, folder, path);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, typeof content === 'string' ? content : asYaml(content));
        }
      }
      await git('add', '--all');
      await git(
        'commit',
        '--quiet',
        '--allow-empty',
        '--message',
        `Lay ${Object.keys(folders).join(', ')} anew`,
      );
      return (await git('rev-parse', 'HEAD')).trim();
    },
  };
}

/** JSON is YAML. */
function asYaml(objects: readonly object[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object, undefined, 2)}\n`).join('');
}
