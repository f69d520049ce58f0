import { describe, expect, it } from 'vitest';
import { readExposition } from './exposition.ts';

describe('the text format of Prometheus', () => {
  it('is read into types and samples', () => {
    const { types, samples } = readExposition(
      [
        '# HELP up Whether it is.',
        '# TYPE up gauge',
        'up 1',
        'up{a="b",c="say \\"x\\""} 1.5e+3',
        'le{le="+Inf"} NaN',
        '',
      ].join('\n'),
    );

    expect([...types]).toEqual([['up', 'gauge']]);
    expect(samples).toEqual([
      { name: 'up', labels: {}, value: 1 },
      { name: 'up', labels: { a: 'b', c: 'say \\"x\\"' }, value: 1500 },
      { name: 'le', labels: { le: '+Inf' }, value: NaN },
    ]);
  });

  it('is nothing else', () => {
    expect(() => readExposition('up')).toThrow('not a sample: up');
  });
});
