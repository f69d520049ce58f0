import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Load, manyNames, percentile, runLoad } from '../test/integration/dns-solver-load.ts';
import {
  startSolverScene,
  type SolverProcess,
  type SolverScene,
} from '../test/integration/dns-solver-scene.ts';
import { bundle } from '../tools/bundle.ts';
import type { Figure, Suite } from './suite.ts';

const concurrency = 64;
const calls = 10_000;
const warmUpCycles = 64;

/** Shapes of load, each with its limits on the middle and the slowest hundredth of calls. */
const loads = [
  { name: 'one name', names: ['crowded.example.com'], cycles: 500 },
  { name: 'many names', names: manyNames(64), cycles: 500 },
] as const;

/** The DNS01 solver as the image runs it, called through the API server as upstream calls it. */
export const dnsSolver: Suite = {
  name: 'dns-solver',
  summary: `${concurrency} calls at a time through the API server; lists 2 s behind, every tenth call throttled`,
  async run(tell) {
    const directory = await mkdtemp(join(tmpdir(), 'certloom-bench-'));
    const program = join(directory, 'certloom.js');
    tell('bundling the program and starting the API server');
    await bundle(program);
    const scene = await startSolverScene({ listLagSeconds: 2, throttled: 0.1 });
    try {
      const solver = await scene.start({ bundle: program });
      await scene.available(solver);
      return await measure(scene, solver, tell);
    } finally {
      await scene.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
};

async function measure(
  scene: SolverScene,
  solver: SolverProcess,
  tell: (what: string) => void,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [megabytes('resident set when ready', await residentBytes(solver))];
  await runLoad(scene, { concurrency, names: manyNames(64), cycles: warmUpCycles });
  let done = warmUpCycles * 2;
  let wrong = 0;
  for (const { name, names, cycles } of loads) {
    tell(`${cycles * 2} calls on ${name}`);
    const load = await runLoad(scene, { concurrency, names, cycles });
    figures.push(...latencies(name, load));
    done += load.seconds.length;
    wrong += load.complaints.length;
  }
  tell(`${calls - done} more calls, for the resident set`);
  const cycles = Math.ceil((calls - done) / 2);
  const rest = await runLoad(scene, { concurrency, names: manyNames(64), cycles });
  wrong += rest.complaints.length;
  figures.push(
    { name: 'calls that failed', value: wrong, unit: 'calls', limit: 1 },
    { name: 'values left behind', value: scene.dnspod.records.length, unit: 'records', limit: 1 },
    { ...megabytes(`resident set after ${calls} calls`, await residentBytes(solver)), limit: 120 },
  );
  return figures;
}

function latencies(name: string, { seconds }: Load): readonly Figure[] {
  return [
    { name: `${name}: p50`, value: percentile(seconds, 0.5), unit: 's', limit: 1 },
    { name: `${name}: p99`, value: percentile(seconds, 0.99), unit: 's', limit: 8 },
    { name: `${name}: slowest`, value: percentile(seconds, 1), unit: 's', limit: 25 },
  ];
}

function megabytes(name: string, bytes: number): Figure {
  return { name, value: Math.round(bytes / 1e6), unit: 'MB' };
}

/** `VmRSS` of proc(5), which counts in KiB. */
async function residentBytes({ pid }: SolverProcess): Promise<number> {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no VmRSS`);
  return Number(kibibytes) * 1024;
}
