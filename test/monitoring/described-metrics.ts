import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../tools/toolchain.ts';

/** A metric as people and Prometheus see it. */
export interface Metric {
  readonly name: string;
  /** As in the text format. */
  readonly type: string;
  /** Sorted. */
  readonly labels: readonly string[];
}

export const metricsPages = ['docs/metrics.md', 'docs/zh/metrics.md'] as const;

const row = /^\| `((?:certmanager|certloom)_\w+)` +\| (\w+) +\| ([^|]+)\|/gm;

/** The metrics that a page has a row of a table for, sorted by name. */
export function describedMetrics(page: string): readonly Metric[] {
  const text = readFileSync(join(repository, page), 'utf8');
  const rows = [...text.matchAll(row)].map(([, name = '', type = '', labels = '']) => ({
    name,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).sort(),
  }));
  return sortedByName(rows);
}

export function sortedByName(metrics: readonly Metric[]): readonly Metric[] {
  return metrics.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
