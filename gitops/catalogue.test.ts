import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { describedRules } from './rules/check/index.ts';

const entries = catalogue();
const described = new Set(describedRules.map(({ id }) => id));

describe('the catalogue of rules', () => {
  it('has every id once', () => {
    const ids = entries.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(entries)('explains $id by an example', ({ id, source, explain }) => {
    const { example, messages } = explain();

    expect(source).not.toBe('');
    expect(example).not.toBe('');
    expect(messages.length > 0 || described.has(id)).toBe(true);
  });
});
