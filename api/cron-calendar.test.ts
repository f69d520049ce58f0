import { describe, expect, it } from 'vitest';
import { neverComes } from './cron-calendar.ts';

describe('a time that never comes', () => {
  it.each([
    '0 0 30 2 *',
    '0 0 31 4,6,9,11 ?',
    '0 0 31 apr-apr *',
    '0 0 * * ,',
    '0 , * * *',
    '0 0 30/1 feb *',
  ])('is %s', (text) => {
    expect(neverComes(text)).toBe(true);
  });

  it.each([
    '0 0 29 2 *',
    '0 0 30 2 mon',
    '0 0 30 */2 *',
    '*/5 * * * *',
    '0 0 31 1,2 *',
    '@yearly',
    '0 0 30 2 */2',
  ])('is not %s', (text) => {
    expect(neverComes(text)).toBe(false);
  });
});
