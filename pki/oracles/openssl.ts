import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests: what programs that are not ours say of what we made. */

/** What a command wrote to both of its outputs; it never throws. */
export interface Verdict {
  readonly code: number;
  readonly output: string;
}

/**
 * Run a command with files, which exist only while it runs.
 *
 * @param files contents by name; `@name` at the end of an argument becomes the file's path
 */
export async function runWithFiles(
  command: string,
  args: readonly string[],
  files: Readonly<Record<string, string | Buffer>>,
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'oracle-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const actual = args.map((arg) =>
      arg.replace(/@(\w+)$/, (word, name: string) => (name in files ? join(folder, name) : word)),
    );
    return await new Promise((resolve) => {
      execFile(command, actual, { timeout: 30_000 }, (error, stdout, stderr) => {
        resolve({ code: error ? 1 : 0, output: stdout + stderr });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Debian's `openssl` with one file as `-in`. */
export function openssl(args: readonly string[], input: string | Buffer): Promise<Verdict> {
  const [command = '', ...rest] = args;
  return runWithFiles('openssl', [command, '-in', '@input', ...rest], { input });
}

/** `openssl verify -x509_strict` of a leaf against a root, over intermediates. */
export function opensslVerify(leafPem: string, rootPem: string, intermediatesPem = ''): Promise<Verdict> {
  const untrusted = intermediatesPem === '' ? [] : ['-untrusted', '@intermediates'];
  return runWithFiles('openssl', ['verify', '-x509_strict', '-CAfile', '@root', ...untrusted, '@leaf'], {
    leaf: leafPem,
    root: rootPem,
    intermediates: intermediatesPem,
  });
}
