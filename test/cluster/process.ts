import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hopeless, waitFor } from './loopback.ts';

export interface ProcessOptions {
  /** For messages, and the name of its log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Takes what it writes to both outputs; a process that is started again goes on in the same file. */
  readonly logFile: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server that was started and is looked after by this process. */
export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<Exit>;
  readonly running: boolean;
  /** Everything it has written. */
  logs(): Promise<string>;
  /** Sends a signal and waits for nothing. */
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when it has not ended in time. */
  stop(graceSeconds?: number): Promise<Exit>;
  /** Asks until `look` answers something; gives up at once when the process ends. */
  until<T>(what: string, look: () => Promise<T | undefined>, seconds?: number): Promise<T>;
  /** As `until`, for the start: kills the process when it does not become ready. */
  ready<T>(what: string, look: () => Promise<T | undefined>, seconds?: number): Promise<T>;
}

/**
 * Starts a server in the background.
 *
 * The kernel kills it when this process ends, however it ends (`setpriv` of util-linux sets the parent death signal), so
 * that a test run that is killed leaves nothing behind.
 */
export function startProcess(options: ProcessOptions): RunningProcess {
  const { name, command, args, logFile } = options;
  const log = openSync(logFile, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command, ...args], {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...options.env },
    ...(options.workingDirectory !== undefined && { cwd: options.workingDirectory }),
  });
  closeSync(log);
  return watchOver(name, child, logFile);
}

function watchOver(name: string, child: ChildProcess, logFile: string): RunningProcess {
  const { pid } = child;
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve((exit = { code, signal })));
    child.once('error', () => resolve((exit = { code: null, signal: null })));
  });
  if (pid === undefined) throw new Error(`${name} could not be started: is setpriv (util-linux) installed?`);
  const logs = () => readFile(logFile, 'utf8');

  const until: RunningProcess['until'] = (what, look, seconds = 30) =>
    waitFor(
      what,
      async () => {
        if (exit !== undefined) throw new Hopeless(await obituary(name, exit, logs));
        return look();
      },
      { seconds },
    );

  return {
    name,
    pid,
    logFile,
    exited,
    get running() {
      return exit === undefined;
    },
    logs,
    kill: (signal) => void child.kill(signal),
    async stop(graceSeconds = 10) {
      if (exit === undefined) child.kill('SIGTERM');
      const late = sleep(graceSeconds * 1000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([exited, late]);
      return exited;
    },
    until,
    async ready(what, look, seconds) {
      try {
        return await until(what, look, seconds);
      } catch (error) {
        child.kill('SIGKILL');
        throw error;
      }
    },
  };
}

async function obituary(name: string, exit: Exit, logs: () => Promise<string>): Promise<string> {
  const lastLines = (await logs()).trimEnd().split('\n').slice(-15).join('\n');
  return `${name} ended (${exit.signal ?? `exit code ${exit.code}`}) before it was ready; its last words:\n${lastLines}`;
}

/** What a command that ran to its end has left. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

/** Runs a command to its end; an exit code other than 0 is an answer, not an error. */
export function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...options.env },
      ...(options.workingDirectory !== undefined && { cwd: options.workingDirectory }),
    });
    const outputs = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (outputs[name] += text));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, ...outputs }));
    child.stdin.on('error', () => {}); // a command that ends without reading its input is no failure
    child.stdin.end(options.stdin ?? '');
  });
}

/**
 * Runs a command that must succeed.
 *
 * @returns what it wrote to its standard output
 */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} failed with exit code ${code}: ${stderr.trim() || stdout.trim()}`,
  );
}
