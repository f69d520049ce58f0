import type { Contestant } from './contestants.ts';

/** One thing that was measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `s`, `MB`, `calls/s`, `calls`. */
  readonly unit: string;
  /** What it must stay below, where something was promised. */
  readonly limit?: number;
}

/** A part of the benchmark that stands on its own. */
export interface Suite {
  readonly name: string;
  readonly summary: string;
  /**
   * @param tell what happens, in a few words
   * @param seed of whatever is made at random
   */
  readonly run: (
    tell: (what: string) => void,
    contestants: readonly Contestant[],
    seed: number,
  ) => Promise<readonly Figure[]>;
}

/** Measures one after the other; with more than one, each figure says whose it is. */
export async function forEach(
  contestants: readonly Contestant[],
  measure: (contestant: Contestant) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const all: Figure[] = [];
  for (const contestant of contestants) {
    const figures = await measure(contestant);
    const whose = contestants.length > 1 ? `${contestant.name}: ` : '';
    all.push(...figures.map((figure) => ({ ...figure, name: `${whose}${figure.name}` })));
  }
  return all;
}

/** What a suite has found, as a table for people. */
export function describeFigures(name: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ name: what, value, unit, limit }) => [
    what,
    `${format(value)} ${unit}`,
    limit === undefined ? '' : `${value < limit ? 'within' : 'OVER'} ${limit} ${unit}`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [name, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function format(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 3 : 1);
}
