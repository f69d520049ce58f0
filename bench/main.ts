import { randomInt } from 'node:crypto';
import { contestantsFrom } from './contestants.ts';
import { type Figure, describeFigures } from './suite.ts';
import { suites } from './suites.ts';

/**
 * `node bench/main.ts [SUITE...]`: runs the named suites, else all. Standard output is one line of JSON; a table of each
 * suite, and what happens meanwhile, go to standard error. `PEER_CONTROLLER` and `PEER_WEBHOOK` are binaries that take
 * cert-manager's flags: they are measured after ours, in the suites that know contestants. `BENCH_SEED` makes anew what a
 * suite has made at random.
 */
async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    const known = suites.map(({ name, summary }) => `  ${name}: ${summary}\n`).join('');
    process.stderr.write(`bench: there is no suite "${unknown}"; there are:\n${known}`);
    process.exitCode = 2;
    return;
  }
  const contestants = contestantsFrom(process.env);
  const seed = Number(process.env['BENCH_SEED']) || randomInt(1_000_000_000);
  const results: Record<string, readonly Figure[]> = {};
  for (const { name, run } of suites.filter((suite) => wanted.length === 0 || wanted.includes(suite.name))) {
    const tell = (what: string) => void process.stderr.write(`bench ${name}: ${what}\n`);
    const figures = await run(tell, contestants, seed);
    results[name] = figures;
    process.stderr.write(describeFigures(name, figures));
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
}

await main(process.argv.slice(2));
