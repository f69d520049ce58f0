import { certificateFor } from '../test/cluster/controller-scene.ts';
import { startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { issue } from './issuance.ts';
import { processFigures } from './process-figures.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const present = 500;

/** How long a controller that was killed takes until it works again, among certificates that are all fine. */
export const restart: Suite = {
  name: 'restart',
  summary: `the controller is killed among ${present} certificates`,
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    tell(`issuing ${present} certificates`);
    await issue(
      arena,
      Array.from({ length: present }, (_, index) => certificateFor(`present-${index}`)),
    );
    tell('killing the controller');
    const began = performance.now();
    await arena.replaceController();
    await issue(arena, [certificateFor('newcomer')]);
    const seconds = (performance.now() - began) / 1000;
    const { cpuSeconds, residentBytes } = await processFigures(arena.controller().pid);
    return [
      { name: 'killed until a new one is Ready', value: seconds, unit: 's' },
      { name: 'controller CPU until then', value: cpuSeconds, unit: 's' },
      { name: 'controller resident set', value: Math.round(residentBytes / 1e6), unit: 'MB' },
    ];
  } finally {
    await arena.stop();
  }
}
