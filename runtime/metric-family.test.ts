import { describe, expect, it } from 'vitest';
import { familyText } from './metric-family.ts';
import { createMetrics } from './metrics.ts';

const family = (objects: readonly string[]) => ({
  name: 'things',
  help: 'Things.',
  objects: () => objects,
  samples: (name: string) => [{ labels: { name, kind: 'thing' }, value: 1 }],
});

describe('a family of metrics', () => {
  it('is one line for each sample, with the labels in their order', () => {
    expect([...familyText(family(['a', 'b']))].join('')).toBe(
      [
        '# HELP things Things.',
        '# TYPE things gauge',
        'things{name="a",kind="thing"} 1',
        'things{name="b",kind="thing"} 1',
        '',
      ].join('\n'),
    );
  });

  it('escapes what people wrote', () => {
    expect([...familyText(family(['say "x"\\\n']))].join('')).toContain('{name="say \\"x\\"\\\\\\n",kind=');
  });

  it('lets others have their turn between pieces, however many objects there are', async () => {
    const metrics = createMetrics();
    metrics.addText(() => familyText(family(Array.from({ length: 10_000 }, (_, index) => `thing-${index}`))));
    let turns = 0;
    let lines = 0;
    let longest = 0;
    for await (const piece of metrics.render()) {
      setImmediate(() => (turns += 1));
      const own = piece.split('\n').filter((line) => line.startsWith('things{')).length;
      longest = Math.max(longest, own);
      lines += own;
    }

    expect(lines).toBe(10_000);
    expect(longest).toBeLessThanOrEqual(500);
    expect(turns).toBeGreaterThanOrEqual(20);
  });
});
