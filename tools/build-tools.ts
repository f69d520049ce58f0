import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { run, runOrThrow, startProcess } from '../test/cluster/process.ts';
import { takeLock } from './cache-lock.ts';
import {
  type Group,
  type Tool,
  buildArguments,
  buildEnvironment,
  groups,
  moduleDirectory,
  providedTool,
  toolsDirectory,
  toolsToBuild,
} from './toolchain.ts';

export interface BuildOptions {
  /** What to build; by default what every test cluster is made of. */
  readonly group?: Group;
  readonly env: NodeJS.ProcessEnv;
  /** Takes each line of progress. */
  readonly print: (line: string) => void;
  /** How often it says that it is still building, in seconds; default 10. */
  readonly progressSeconds?: number;
  /** Aborted: stops the build and leaves nothing half-made. */
  readonly signal?: AbortSignal;
}

/** Something a person has to do; its message is all that is shown. */
export class CannotBuild extends Error {}

/**
 * Builds the tools of a group that nobody provides, into the cache that all checkouts share: all of them or none.
 *
 * @returns the directory they are in; `undefined` when all are provided
 * @throws {CannotBuild} when Go is missing or a build fails
 */
export async function buildTools(options: BuildOptions): Promise<string | undefined> {
  const { env, print, group = 'tools' } = options;
  for (const { name } of groups[group]) {
    const provided = providedTool(name, env);
    if (provided !== undefined) print(`${name} is taken from ${dirname(provided)}`);
  }
  const wanted = toolsToBuild(env, group);
  if (wanted.length === 0) return undefined;
  const directory = toolsDirectory(wanted, env);
  if (existsSync(directory)) return directory;
  await requireGo(wanted, group, env);
  await mkdir(dirname(directory), { recursive: true });
  const unlock = await takeLock(join(dirname(directory), 'lock'), () =>
    print('another build of the tools is running: waiting for it'),
  );
  try {
    if (!existsSync(directory)) await buildAll(wanted, directory, options);
    return directory;
  } finally {
    await unlock();
  }
}

async function requireGo(wanted: readonly Tool[], group: Group, env: NodeJS.ProcessEnv): Promise<void> {
  const found = await run('go', ['version'], { env: { PATH: env['PATH'] ?? '' } }).catch(() => undefined);
  if (found?.code === 0) return;
  throw new CannotBuild(
    [
      `Go is missing, and ${wanted.map(({ name }) => name).join(', ')} must be built with it. Two ways out:`,
      `  - install Go 1.26 or newer (https://go.dev/dl/) and run "make ${group}" again, or`,
      '  - set KUBEBUILDER_ASSETS to a directory that holds them, for the same version of Kubernetes.',
    ].join('\n'),
  );
}

/** Runs with the lock held, so whatever is half-made was left by a build that was killed. */
async function buildAll(wanted: readonly Tool[], directory: string, options: BuildOptions): Promise<void> {
  const cache = dirname(directory);
  const leftovers = (await readdir(cache)).filter((name) => name.startsWith('partial-'));
  await Promise.all(leftovers.map((name) => rm(join(cache, name), { recursive: true, force: true })));
  const partial = await mkdtemp(join(cache, `partial-${basename(directory)}-`));
  const started = performance.now();
  try {
    options.print(`building ${wanted.length} tools once, for all checkouts, into ${directory}`);
    for (const [index, tool] of wanted.entries()) {
      const seconds = await buildOne(tool, partial, options);
      await copyCrds(tool, partial, options);
      options.print(
        `[${index + 1}/${wanted.length}] ${tool.name}: built in ${seconds} s, ${since(started)} s in all`,
      );
    }
    await rm(join(partial, 'logs'), { recursive: true, force: true });
    await rename(partial, directory);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function buildOne(tool: Tool, into: string, options: BuildOptions): Promise<number> {
  const { env, print, progressSeconds = 10, signal } = options;
  signal?.throwIfAborted();
  await mkdir(join(into, 'logs'), { recursive: true });
  const started = performance.now();
  const build = startProcess({
    name: `go build ${tool.name}`,
    command: 'go',
    args: buildArguments(tool, join(into, tool.name)),
    env: { PATH: env['PATH'] ?? '', ...buildEnvironment },
    workingDirectory: moduleDirectory(tool),
    logFile: join(into, 'logs', tool.name),
  });
  const stop = () => build.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  const ticker = setInterval(
    () => print(`${tool.name}: still building, ${since(started)} s`),
    progressSeconds * 1000,
  );
  const { code, signal: killedBy } = await build.exited;
  clearInterval(ticker);
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (killedBy !== null) throw new CannotBuild(`the build of ${tool.name} was killed (${killedBy})`);
  if (code !== 0)
    throw new CannotBuild(`go could not build ${tool.name}:\n${await readFile(build.logFile, 'utf8')}`);
  return since(started);
}

/** CRDs are taken from the sources that the tool was built from. */
async function copyCrds(tool: Tool, into: string, { env }: BuildOptions): Promise<void> {
  if (tool.crds === undefined) return;
  const args = ['-C', moduleDirectory(tool), 'list', '-m', '-f', '{{.Dir}}', tool.crds.module];
  const stdout = await runOrThrow('go', args, { env: { PATH: env['PATH'] ?? '', ...buildEnvironment } });
  for (const path of tool.crds.paths) {
    const target = join(into, basename(path));
    await copyFile(join(stdout.trim(), path), target);
    await chmod(target, 0o644);
  }
}

function since(started: number): number {
  return Math.round((performance.now() - started) / 1000);
}

function groupNamed(word: string): Group {
  if (word in groups) return word as Group;
  throw new CannotBuild(`build-tools: ${word} is not one of ${Object.keys(groups).join(', ')}`);
}

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const print = (line: string) => void process.stdout.write(`tools: ${line}\n`);
  try {
    const group = groupNamed(process.argv[2] ?? 'tools');
    const directory = await buildTools({ group, env: process.env, print, signal: stop.signal });
    if (directory !== undefined) print(`ready in ${directory}`);
  } catch (error) {
    if (!(error instanceof CannotBuild) && !stop.signal.aborted) throw error;
    process.stderr.write(
      `${error instanceof CannotBuild ? error.message : 'tools: interrupted, nothing was kept'}\n`,
    );
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
