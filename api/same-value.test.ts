import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameValue } from './same-value.ts';

describe('two JSON values', () => {
  it('are the same whatever the order of their keys', () => {
    expect(sameValue({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBe(true);
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: [] }, {}],
    [{ a: null }, {}],
    [[], {}],
    [{ 0: 1 }, [1]],
    ['1', 1],
  ])('%j and %j differ', (a, b) => {
    expect(sameValue(a, b)).toBe(false);
  });

  it('can be nested as deeply as JSON is', () => {
    const nested = (inner: string): unknown =>
      JSON.parse('{"a":['.repeat(50_000) + inner + ']}'.repeat(50_000));

    expect(sameValue(nested('1'), nested('1'))).toBe(true);
    expect(sameValue(nested('1'), nested('2'))).toBe(false);
  });

  test.prop([fc.jsonValue(), fc.jsonValue()])('agree exactly when their sorted texts agree', (a, b) => {
    const text = (value: unknown): string =>
      JSON.stringify(value, (_key, inner: unknown) =>
        inner !== null && typeof inner === 'object' && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1)))
          : inner,
      );
    expect(sameValue(a, a)).toBe(true);
    expect(sameValue(a, b)).toBe(text(a) === text(b));
  });
});
