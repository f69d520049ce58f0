import { newValue, type SolverScene } from './dns-solver-scene.ts';

/** How long each call took, in seconds, in no order. */
export interface Load {
  readonly seconds: readonly number[];
  /** What callers were told, for calls that did not work. */
  readonly complaints: readonly string[];
}

export interface LoadWanted {
  /** Calls under way at any time. */
  readonly concurrency: number;
  /** Names to go round; each call is for a value of its own. */
  readonly names: readonly string[];
  /** Each is a Present and then a CleanUp of the same value. */
  readonly cycles: number;
}

/** Presents values and cleans them up again, many at once. */
export async function runLoad(scene: SolverScene, wanted: LoadWanted): Promise<Load> {
  const seconds: number[] = [];
  const complaints: string[] = [];
  let next = 0;

  async function call(action: 'Present' | 'CleanUp', name: string, value: string): Promise<void> {
    const begin = performance.now();
    await scene
      .solve(action, name, value)
      .catch((error: Error) => complaints.push(`${action} ${name}: ${error.message}`));
    seconds.push((performance.now() - begin) / 1000);
  }

  async function work(): Promise<void> {
    for (let cycle = next++; cycle < wanted.cycles; cycle = next++) {
      const name = wanted.names[cycle % wanted.names.length] ?? '';
      const value = newValue();
      await call('Present', name, value);
      await call('CleanUp', name, value);
    }
  }

  await Promise.all(Array.from({ length: wanted.concurrency }, work));
  return { seconds, complaints };
}

/** Names of challenges in `example.com`. */
export function manyNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `name${index}.example.com`);
}

/** Nearest rank. @param share from 0 to 1 */
export function percentile(seconds: readonly number[], share: number): number {
  const sorted = seconds.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
