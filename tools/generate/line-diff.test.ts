import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff.ts';

describe('what is different between two texts', () => {
  it('is said line by line, with a little around it', () => {
    expect(lineDiff('a\nb\nc\nd\ne\nf', 'a\nb\nc\nD\ne\nf\n')).toEqual([
      '  b',
      '  c',
      '- d',
      '+ D',
      '  e',
      '  f',
      '+ ',
    ]);
  });

  it('is nothing where nothing is', () => {
    expect(lineDiff('a\nb', 'a\nb')).toEqual([]);
  });
});
