import { startTestCluster } from '../test/cluster/test-cluster.ts';
import { fuzz, type Problem } from './fuzz/fuzz.ts';
import { processFigures } from './process-figures.ts';
import type { Figure, Suite } from './suite.ts';

const count = 100_000;
/** By then everything has been compiled and allocated that ever is. */
const settledAfter = 20_000;

/** Whatever anybody may send, to the webhook as the chart starts it. */
export const admissionFuzz: Suite = {
  name: 'admission-fuzz',
  summary: `${count} requests that are good, odd and broken`,
  async run(tell, _contestants, seed) {
    tell('starting a cluster');
    const cluster = await startTestCluster({ roles: ['webhook'] });
    try {
      const webhook = cluster.roles.process('webhook');
      const megabytes = async () => (await processFigures(webhook.pid)).residentBytes / 1e6;
      const atStart = await megabytes();
      const samples: { readonly done: number; readonly size: number }[] = [];
      tell(`${count} requests; BENCH_SEED=${seed} makes the same again`);
      const problems = await fuzz({
        port: cluster.roles.ports.webhook,
        seed,
        count,
        async passed(done) {
          if (!webhook.running) throw new Error(`the webhook has ended: ${await webhook.logs()}`);
          const size = await megabytes();
          samples.push({ done, size });
          if (done % 10_000 === 0) tell(`${done} requests, ${Math.round(size)} MB`);
        },
      });
      for (const problem of problems) tell(describe(problem));
      const settled = samples.filter(({ done }) => done > settledAfter - 5000 && done <= settledAfter + 5000);
      const last = samples.slice(-10);
      return [
        { name: 'requests', value: count, unit: 'requests' },
        { name: 'wrong answers', value: sum(problems.map((one) => one.count)), unit: 'answers', limit: 1 },
        { name: 'crashes', value: webhook.running ? 0 : 1, unit: 'crashes', limit: 1 },
        megabytesOf('resident set at the start', atStart),
        megabytesOf(`resident set around ${settledAfter}`, median(settled.map(({ size }) => size))),
        megabytesOf('resident set at the end', median(last.map(({ size }) => size))),
        megabytesOf('resident set at most', Math.max(...samples.map(({ size }) => size))),
        {
          ...megabytesOf(
            'growth',
            median(last.map(({ size }) => size)) - median(settled.map(({ size }) => size)),
          ),
          limit: 10,
        },
      ];
    } finally {
      await cluster.stop();
    }
  },
};

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0);
}

function megabytesOf(name: string, value: number): Figure {
  return { name, value: Math.round(value), unit: 'MB' };
}

function describe({ what, count: times, smallest }: Problem): string {
  const { body, raw, ...request } = smallest;
  const shown = (bytes: string | Buffer) => JSON.stringify(bytes.toString()).slice(0, 4000);
  return `${times} times ${what}; the smallest: ${JSON.stringify(request)} ${shown(raw ?? body)}`;
}
