import { certificateFor } from '../test/cluster/controller-scene.ts';
import { certificateRequests } from '../api/kinds.ts';
import { percentile } from '../test/integration/dns-solver-load.ts';
import { namespace, startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { issue, memoryFigures } from './issuance.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const alone = 20;
const atOnce = 500;

/** Leaves with P-256 keys from a CA issuer: one after the other, then all at once. */
export const ca: Suite = {
  name: 'ca',
  summary: `${alone} certificates one by one, then ${atOnce} at once, from a CA`,
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
    tell(`${atOnce} at once`);
    const many = Array.from({ length: atOnce }, (_, index) => certificateFor(`many-${index}`));
    const { seconds, figures, latencies: crowded } = await issue(arena, many);
    const requests = await arena.plane.admin.list(certificateRequests, { namespace });
    const issued = requests.filter(({ metadata }) => metadata.name?.startsWith('many-')).length;
    return [
      ...idle.map((figure) => ({ ...figure, name: `${figure.name}, idle` })),
      { name: 'apply to Ready, p50', value: percentile(latencies, 0.5), unit: 's', limit: 0.5 },
      { name: 'apply to Ready, p99', value: percentile(latencies, 0.99), unit: 's' },
      { name: `${atOnce} at once`, value: atOnce / seconds, unit: 'certificates/s' },
      { name: `${atOnce} at once, p50`, value: percentile(crowded, 0.5), unit: 's' },
      ...figures,
      { name: 'requests too many', value: issued - atOnce, unit: 'requests', limit: 1 },
    ];
  } finally {
    await arena.stop();
  }
}
