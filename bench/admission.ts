import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startArena } from './arena.ts';
import type { AdmissionLoad, AdmissionResult } from './admission-load.ts';
import type { Contestant } from './contestants.ts';
import { processFigures } from './process-figures.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const perSecond = 500;
const seconds = 10;

/** Reviews of one Certificate, sent from a process of their own over TLS connections that are kept. */
export const admission: Suite = {
  name: 'admission',
  summary: `${perSecond} reviews a second for ${seconds} s, straight to the webhook`,
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    tell('warming up');
    await load({ port: arena.webhookPort, perSecond, seconds: 2 });
    const before = await processFigures(arena.webhook.pid);
    tell(`${perSecond} reviews a second for ${seconds} s`);
    const { milliseconds, refused } = await load({ port: arena.webhookPort, perSecond, seconds });
    const after = await processFigures(arena.webhook.pid);
    const sorted = milliseconds.toSorted((one, other) => one - other);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return [
      { name: 'p50', value: at(0.5), unit: 'ms' },
      { name: 'p99', value: at(0.99), unit: 'ms' },
      { name: 'slowest', value: at(1), unit: 'ms' },
      {
        name: 'CPU each',
        value: ((after.cpuSeconds - before.cpuSeconds) * 1000) / sorted.length,
        unit: 'ms',
      },
      { name: 'resident set', value: Math.round(after.residentBytes / 1e6), unit: 'MB' },
      { name: 'reviews answered', value: sorted.length, unit: 'reviews' },
      { name: 'reviews that failed', value: refused, unit: 'reviews', limit: 1 },
    ];
  } finally {
    await arena.stop();
  }
}

function load(wanted: AdmissionLoad): Promise<AdmissionResult> {
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'admission-load.ts');
    const child = spawn(process.execPath, [program, JSON.stringify(wanted)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(text) as AdmissionResult);
      else reject(new Error(`the load ended with exit code ${code}`));
    });
  });
}
