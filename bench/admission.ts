import { type LoadResult, startLoad } from './admission-load.ts';
import { type LoadReview, reviewsToMutate, reviewsToValidate } from './admission-reviews.ts';
import { type Arena, startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { startFloor } from './floor.ts';
import { processFigures } from './process-figures.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const perSecond = 500;
const seconds = 60;
const warmUpSeconds = 10;
/** The floor needs no warm-up to speak of, and is asked before each part, since the machine is another one by then. */
const floorSeconds = 20;

type Tell = (what: string) => void;

/** Reviews of Certificates as an API server sends them, from a process of their own. */
export const admission: Suite = {
  name: 'admission',
  summary: `${perSecond} reviews a second straight to the webhook, ${seconds} s to validate and ${seconds} s to mutate: of one Certificate, then of many`,
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: Tell): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    // who writes no defaults has no patch
    const patched = contestant.webhook === undefined ? 'patch' : 'allowed';
    const { residentBytes } = await processFigures(arena.webhook.pid);
    const figures: Figure[] = [];
    for (const mix of ['one', 'many'] as const) {
      const promised = mix === 'one';
      figures.push(
        ...(await part({ name: `validate ${mix}`, reviews: reviewsToValidate(mix), promised }, arena, tell)),
      );
      figures.push(
        ...(await part(
          { name: `mutate ${mix}`, reviews: reviewsToMutate(mix, patched), promised },
          arena,
          tell,
        )),
      );
    }
    return [
      ...figures,
      { name: 'resident set, idle', value: Math.round(residentBytes / 1e6), unit: 'MB' },
      await memory(arena),
    ];
  } finally {
    await arena.stop();
  }
}

async function memory({ webhook }: Arena): Promise<Figure> {
  const { residentBytes } = await processFigures(webhook.pid);
  return { name: 'resident set', value: Math.round(residentBytes / 1e6), unit: 'MB', limit: 110 };
}

interface Part {
  readonly name: string;
  readonly reviews: readonly LoadReview[];
  /** Whether the figures to stay below are about this. */
  readonly promised: boolean;
}

async function part(
  { name, reviews, promised }: Part,
  { webhook: { pid }, webhookPort: port }: Arena,
  tell: Tell,
): Promise<readonly Figure[]> {
  const floor = await floorUnder(reviews, tell);
  tell(`${perSecond} reviews a second to ${name} for ${seconds} s`);
  const own = await run({ pid, port }, { reviews, warmUpSeconds, seconds }, tell);
  for (const [what, count] of Object.entries(own.failures)) tell(`failed: ${count} times: ${what}`);
  const limit = (value: number) => (promised ? { limit: value } : {});
  const figures: readonly Figure[] = [
    { name: 'p50', value: own.p50, unit: 'ms' },
    { name: 'p50 of the floor', value: floor.p50, unit: 'ms' },
    { name: 'p99', value: own.p99, unit: 'ms', ...limit(3) },
    { name: 'p99 of the floor', value: floor.p99, unit: 'ms' },
    { name: 'p99 of a usual second', value: own.usualP99, unit: 'ms' },
    { name: 'p99 of a usual second of the floor', value: floor.usualP99, unit: 'ms' },
    { name: 'slowest', value: own.slowest, unit: 'ms' },
    { name: 'slowest of the floor', value: floor.slowest, unit: 'ms' },
    { name: 'CPU each', value: own.cpuMs, unit: 'ms', ...limit(0.16) },
    { name: 'CPU each of the floor', value: floor.cpuMs, unit: 'ms' },
    { name: 'the load itself was late, p99', value: own.late.p99, unit: 'ms' },
    { name: 'answered', value: own.count, unit: 'reviews' },
    { name: 'failed', value: own.failed, unit: 'reviews', limit: 1 },
  ];
  return figures.map((figure) => ({ ...figure, name: `${name}: ${figure.name}` }));
}

/** The same reviews at the same rate to a server that does nothing with them. */
async function floorUnder(reviews: readonly LoadReview[], tell: Tell): Promise<Measured> {
  const floor = await startFloor();
  try {
    tell(`the floor: ${perSecond} reviews a second for ${floorSeconds} s`);
    const unchecked = reviews.map((review): LoadReview => ({ ...review, expect: 'anything' }));
    return await run(floor, { reviews: unchecked, warmUpSeconds: 5, seconds: floorSeconds }, tell);
  } finally {
    await floor.stop();
  }
}

interface Target {
  readonly pid: number;
  readonly port: number;
}

interface Wanted {
  readonly reviews: readonly LoadReview[];
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

interface Measured extends Pick<LoadResult, 'count' | 'failed' | 'failures' | 'late'> {
  readonly p50: number;
  readonly p99: number;
  readonly usualP99: number;
  readonly slowest: number;
  readonly cpuMs: number;
}

/** All reviews must be of one path. */
async function run({ pid, port }: Target, wanted: Wanted, tell: Tell): Promise<Measured> {
  const load = await startLoad({ ports: [port], perSecond, ...wanted }, tell);
  await load.measuring;
  const before = await processFigures(pid);
  const result = await load.result;
  const after = await processFigures(pid);
  const [series] = Object.values(result.series);
  if (series === undefined) throw new Error('the load has sent nothing');
  const cpuMs = ((after.cpuSeconds - before.cpuSeconds) * 1000) / result.count;
  return { ...result, ...series.took, usualP99: series.usualP99, cpuMs };
}
