import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runOrThrow } from '../../test/cluster/process.ts';

/** A bare repository, as a Git server has it, and two clones: the people's and the cluster's. */
export interface DemoRepository {
  /** The bare repository. */
  readonly origin: string;
  /** Where the cluster's side applies from. */
  readonly clone: string;
  /** Writes files in the people's clone, commits and pushes them. */
  commit(files: Readonly<Record<string, string>>, message: string): Promise<void>;
  /** Brings the cluster's clone up to date. @returns the commit in a line */
  pull(): Promise<string>;
}

const identity = {
  GIT_AUTHOR_NAME: 'demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** Makes the repositories below `dir` and commits a tree to them. */
export async function createRepository(dir: string, tree: string): Promise<DemoRepository> {
  const [origin, people, clone] = [join(dir, 'certificates.git'), join(dir, 'people'), join(dir, 'cluster')];
  const git = (at: string, ...args: string[]) => runOrThrow('git', ['-C', at, ...args], { env: identity });
  await mkdir(dir, { recursive: true });
  await runOrThrow('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  await runOrThrow('git', ['clone', '--quiet', origin, people]);
  await cp(tree, people, { recursive: true });
  const push = async (message: string): Promise<void> => {
    await git(people, 'add', '--all');
    await git(people, 'commit', '--quiet', '--message', message);
    await git(people, 'push', '--quiet', 'origin', 'HEAD:main');
  };
  await push('Certificates of the shop and of ewhisper.cn');
  await runOrThrow('git', ['clone', '--quiet', origin, clone]);
  return {
    origin,
    clone,
    async commit(files, message) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(people, path)), { recursive: true });
        await writeFile(join(people, path), text);
      }
      await push(message);
    },
    async pull() {
      await git(clone, 'pull', '--quiet', '--ff-only');
      return (await git(clone, 'log', '-1', '--format=%h %s')).trim();
    },
  };
}
