import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filledIn } from '../../tools/generate/alert-files.ts';
import { alertGroups } from '../../tools/monitoring/alert-groups.ts';
import { repository } from '../../tools/toolchain.ts';
import { unknownMetrics } from './named-metrics.ts';

const alerts = alertGroups.flatMap(({ alerts: all }) => all);
const records = alertGroups.flatMap(({ records: all = [] }) => all);

describe.each(['docs/alerts.md', 'docs/zh/alerts.md'])('%s', (page) => {
  it('has a section for every alert, in their order, and for no other', () => {
    const text = readFileSync(join(repository, page), 'utf8');
    const sections = [...text.matchAll(/^## (\w+)$/gm)].map(([, title]) => title);

    expect(sections).toEqual(alerts.map(({ name }) => name));
  });
});

describe.each(alerts)('$name', ({ expr, summary, description }) => {
  it('asks for metrics that there are', () => {
    expect(
      unknownMetrics(
        expr,
        records.map(({ name }) => name),
      ),
    ).toEqual([]);
  });

  it('knows its thresholds', () => {
    expect(filledIn(`${expr} ${summary} ${description}`)).not.toContain('<<');
  });

  it('says in one line what is the matter, and then what to do, with a command', () => {
    expect(summary).not.toContain('\n');
    expect(summary).not.toMatch(/\.$/);
    expect(description).toMatch(/\b(kubectl|helm upgrade|certloom check)\b/);
  });
});

it.each(records)('$name is recorded of metrics that there are', ({ expr }) => {
  expect(unknownMetrics(expr)).toEqual([]);
});
