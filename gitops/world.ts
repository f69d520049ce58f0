import { readFileSync } from 'node:fs';

/** What the command is given of the world. */
export interface World {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** All of standard input. */
  readonly stdin: () => Buffer;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly isTerminal: boolean;
}

export function processWorld(env: NodeJS.ProcessEnv): World {
  return {
    cwd: process.cwd(),
    env,
    stdin: () => readFileSync(0),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
  };
}
