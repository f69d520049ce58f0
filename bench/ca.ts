import { certificateFor } from '../test/cluster/controller-scene.ts';
import { certificateRequests } from '../api/kinds.ts';
import { percentile } from '../test/integration/dns-solver-load.ts';
import { type Arena, namespace, startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { memoryFigures } from './cost.ts';
import { issue } from './issuance.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const alone = 20;
const crowd = 500;

const keys = {
  'P-256': { algorithm: 'ECDSA' },
  'RSA-2048': { algorithm: 'RSA', size: 2048 },
} as const;

/** Leaves from a CA issuer: one after the other, then all at once. */
export const ca: Suite = {
  name: 'ca',
  summary: `${alone} certificates one by one, then ${crowd} at once with P-256 and with RSA, from a CA`,
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    const idle = await memoryFigures(arena);
    tell(`${alone} certificates one by one`);
    const latencies: number[] = [];
    for (let index = 0; index < alone; index += 1) {
      latencies.push(...(await issue(arena, [certificateFor(`alone-${index}`)])).latencies);
    }
    const figures = [
      ...idle.map((figure) => ({ ...figure, name: `${figure.name}, idle` })),
      { name: 'apply to Ready, p50', value: percentile(latencies, 0.5), unit: 's', limit: 0.5 },
      { name: 'apply to Ready, p99', value: percentile(latencies, 0.99), unit: 's' },
    ];
    for (const kind of ['P-256', 'RSA-2048'] as const) {
      tell(`${crowd} at once, ${kind}`);
      figures.push(...(await measureCrowd(arena, kind)));
    }
    return figures;
  } finally {
    await arena.stop();
  }
}

async function measureCrowd(arena: Arena, kind: keyof typeof keys): Promise<readonly Figure[]> {
  const prefix = `${kind.toLowerCase()}-`;
  const wanted = Array.from({ length: crowd }, (_, index) =>
    certificateFor(`${prefix}${index}`, { privateKey: keys[kind] }),
  );
  const { seconds, figures, latencies } = await issue(arena, wanted);
  const requests = await arena.plane.admin.list(certificateRequests, { namespace });
  const issued = requests.filter(({ metadata }) => metadata.name?.startsWith(prefix)).length;
  return [
    { name: `${kind}, ${crowd} at once`, value: crowd / seconds, unit: 'certificates/s' },
    { name: `${kind}, apply to Ready, p50`, value: percentile(latencies, 0.5), unit: 's' },
    ...figures.map((figure) => ({ ...figure, name: `${kind}, ${figure.name}` })),
    { name: `${kind}, requests too many`, value: issued - crowd, unit: 'requests', limit: 1 },
  ];
}
