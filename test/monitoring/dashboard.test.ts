import { describe, expect, it } from 'vitest';
import { queriesOf, readDashboard } from './dashboard.ts';
import { unknownMetrics } from './named-metrics.ts';

const dashboard = readDashboard();

describe('the dashboard', () => {
  it.each(queriesOf(dashboard))('asks for metrics that there are: $title', ({ expr }) => {
    expect(unknownMetrics(expr)).toEqual([]);
  });

  it('has a variable for everything that its queries leave open', () => {
    const variables = dashboard.templating.list.map(({ name }) => name);
    const used = queriesOf(dashboard).flatMap(({ expr }) => expr.match(/(?<=\$)\w+/g) ?? []);

    expect(new Set(used)).toEqual(new Set(['namespace', 'issuer', '__rate_interval']));
    expect(variables).toEqual(['datasource', 'namespace', 'issuer']);
  });

  it('puts no panel upon another, and none beyond the edge', () => {
    const places = dashboard.panels.map(({ id, gridPos }) => ({ id, ...gridPos }));
    const meet = (one: (typeof places)[number], other: (typeof places)[number]) =>
      one.x < other.x + other.w &&
      other.x < one.x + one.w &&
      one.y < other.y + other.h &&
      other.y < one.y + one.h;

    expect(places.filter(({ x, w }) => x + w > 24)).toEqual([]);
    expect(places.flatMap((one) => places.filter((other) => other.id > one.id && meet(one, other)))).toEqual(
      [],
    );
    expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
  });
});
