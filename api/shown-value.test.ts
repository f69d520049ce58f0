import { describe, expect, it } from 'vitest';

import { shownValue } from './shown-value.ts';

describe('a value in a message', () => {
  it.each([
    ['shop', '"shop"'],
    ['say "hi"', String.raw`"say \"hi\""`],
    ['two\nlines', String.raw`"two\nlines"`],
    ['m\u00fcnchen', String.raw`"m\u00fcnchen"`],
    ['\u{1F600}', String.raw`"\ud83d\ude00"`],
    ['a\u007f\u0000b', String.raw`"a\u007f\u0000b"`],
    ['a'.repeat(101), `"${'a'.repeat(100)}..."`],
  ])('%j is shown as %s', (text, shown) => {
    expect(shownValue(text)).toBe(shown);
  });
});
