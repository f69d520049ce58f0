import { describe, expect, it } from 'vitest';
import { sourceOf } from '../source.ts';
import { oddWords } from './words.ts';

function wordsIn(text: string) {
  const words = oddWords(sourceOf('x', text), { start: 0, end: text.length });
  return words.map(({ written, plain, isKey }) => `${isKey ? 'key ' : ''}${written}=${plain}`);
}

describe('words that YAML 1.1 reads in its own way', () => {
  it.each([
    ['isCA: yes', ['yes=true']],
    ['- off', ['off=false']],
    ['size: 04000', ['04000=2048']],
    ['size: 2_048', ['2_048=2048']],
    ['y: 1', ['key y=true']],
    ['{a: No}', ['No=false']],
  ])('are found in %s', (text, words) => {
    expect(wordsIn(text)).toEqual(words);
  });

  it.each([
    'isCA: true',
    'a: "yes"',
    'size: 2048',
    'name: yes-please',
    'a: 0',
    'a: 1.5',
    'a: on call',
    '# yes',
  ])('are not in %s', (text) => {
    expect(wordsIn(text)).toEqual([]);
  });
});
