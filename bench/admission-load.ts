import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildTools } from '../tools/build-tools.ts';
import { toolPath } from '../tools/toolchain.ts';
import type { LoadReview } from './admission-reviews.ts';

export interface AdmissionLoad {
  /** Of the replicas of a webhook, on 127.0.0.1. */
  readonly ports: readonly number[];
  readonly reviews: readonly LoadReview[];
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** PEM of who vouches for the webhook; without it nobody has to. */
  readonly caPem?: string;
}

/** In milliseconds. */
interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly slowest: number;
}

interface LoadSeries {
  readonly count: number;
  /** From when the review was sent until the whole answer was there. */
  readonly took: Percentiles;
  /** The median of the p99 of each second: what it is while the machine has time. */
  readonly usualP99: number;
}

/** What the load generator tells in the end (`test/tools/admission-load/tally.go`). */
export interface LoadResult {
  readonly count: number;
  /** By path. */
  readonly series: Readonly<Record<string, LoadSeries>>;
  /** By how much the generator itself was late. */
  readonly late: Percentiles;
  readonly failed: number;
  /** How many, by what was wrong. */
  readonly failures: Readonly<Record<string, number>>;
  readonly connections: number;
}

/** What goes to the standard input of the generator. */
export interface TargetChange {
  readonly ports?: readonly number[];
  readonly caPem?: string;
}

export interface RunningLoad {
  /** The warm-up is over. */
  readonly measuring: Promise<void>;
  readonly result: Promise<LoadResult>;
  /** For connections that are opened from now on, as a Service does when readiness of its Pods changes. */
  change(change: TargetChange): void;
}

const addresses = (ports: readonly number[]) => ports.map((port) => `127.0.0.1:${port}`);

/**
 * Sends reviews from a process of its own, which is built when it is not there yet.
 *
 * @throws {CannotBuild} without Go
 */
export async function startLoad(load: AdmissionLoad, tell: (what: string) => void): Promise<RunningLoad> {
  await buildTools({ group: 'load', env: process.env, print: tell });
  const dir = await mkdtemp(join(tmpdir(), 'certloom-load-'));
  const files = { reviews: join(dir, 'reviews'), ca: join(dir, 'ca.pem') };
  await writeFile(files.reviews, load.reviews.map((review) => `${JSON.stringify(review)}\n`).join(''));
  if (load.caPem !== undefined) await writeFile(files.ca, load.caPem);
  const child = spawn(
    toolPath('admission-load'),
    [
      `--targets=${addresses(load.ports).join(',')}`,
      `--reviews=${files.reviews}`,
      `--rate=${load.perSecond}`,
      `--warm-up=${load.warmUpSeconds}s`,
      `--measure=${load.seconds}s`,
      ...(load.caPem === undefined ? [] : [`--ca=${files.ca}`]),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    throw new Error(`the load ended with exit code ${String(((await ended) as [number])[0])}`);
  };
  const measuring = next().then(() => undefined);
  const finish = async (): Promise<LoadResult> => {
    await measuring;
    try {
      return (await next()) as LoadResult;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  };
  const result = finish();
  result.catch(() => undefined); // whoever waits for it is told
  return {
    measuring,
    result,
    change: ({ ports, caPem }) =>
      void child.stdin.write(`${JSON.stringify({ targets: ports && addresses(ports), ca: caPem })}\n`),
  };
}
