import { describe, expect, it } from 'vitest';

import { linksOf } from './link.ts';
import { createNoncePool } from './nonces.ts';
import { readRetryAfter } from '../retry-after.ts';

const now = new Date('2026-01-01T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['120', 120],
    ['0', 0],
    ['Thu, 01 Jan 2026 12:00:05 GMT', 5],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['99999999', 7 * 24 * 3600],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s is %s seconds', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});

describe('Link', () => {
  it('gives the targets of one relation, made absolute', () => {
    const header = [
      '<https://ca.example/dir>;rel="index"',
      '</cert/1>; rel="alternate", </cert/2>;rel=alternate',
    ];

    expect(linksOf(header, 'alternate', 'https://ca.example/cert')).toEqual([
      'https://ca.example/cert/1',
      'https://ca.example/cert/2',
    ]);
    expect(linksOf(undefined, 'next', 'https://ca.example')).toEqual([]);
  });
});

describe('a pool of nonces', () => {
  it('gives the freshest first, each once', () => {
    const pool = createNoncePool();
    pool.put('old');
    pool.put('new');

    expect([pool.take(), pool.take(), pool.take()]).toEqual(['new', 'old', undefined]);
  });

  it('keeps a hundred', () => {
    const pool = createNoncePool();
    for (let number = 1; number <= 120; number += 1) pool.put(String(number));

    let kept = 0;
    while (pool.take() !== undefined) kept += 1;
    expect(kept).toBe(100);
  });
});
