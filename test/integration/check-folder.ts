import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from '../../tools/toolchain.ts';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for a story, with an application in `app/`, and `certloom` on the PATH of what runs there. */
export interface CheckFolder {
  readonly path: string;
  write(path: string, text: string): void;
  /** A program that the PATH leads to. */
  program(name: string, text: string): void;
  /** Runs in `app/`. */
  run(command: readonly string[], env?: Readonly<Record<string, string>>): Ran;
  remove(): void;
}

/** @param programs folders of programs that are on the PATH beside the system's */
export function createCheckFolder(...programs: readonly string[]): CheckFolder {
  const path = mkdtempSync(join(tmpdir(), 'check-'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  const program = (name: string, text: string): void => {
    write(`bin/${name}`, `#!/bin/sh\n${text}\n`);
    chmodSync(join(path, 'bin', name), 0o755);
  };
  program('certloom', `exec ${process.execPath} ${join(repository, 'certloom.ts')} "$@"`);
  return {
    path,
    write,
    program,
    run([name = '', ...args], env = {}) {
      const { status, stdout, stderr } = spawnSync(name, args, {
        cwd: join(path, 'app'),
        encoding: 'utf8',
        env: { PATH: [join(path, 'bin'), ...programs, '/usr/bin', '/bin'].join(':'), ...env },
      });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
