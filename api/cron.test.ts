import { describe, expect, it } from 'vitest';
import { cronProblem } from './cron.ts';

describe('a cron expression', () => {
  it.each(['0 2 * * *', '*/15 0-6 1,15 jan-mar SUN', '? ? ? ? ?', '5/10 * * * *', '@daily', '@every 12h'])(
    '%s is fine',
    (text) => {
      expect(cronProblem(text)).toBeUndefined();
    },
  );

  it.each([
    ['', 'must have five fields'],
    ['0 2 * *', 'not 4'],
    ['60 * * * *', 'a minute is from 0 to 59'],
    ['0 2 * * 7', 'a day of week is from 0 to 6'],
    ['0 2 0 * *', 'a day of month is from 1 to 31'],
    ['0 4-2 * * *', 'ends before it begins'],
    ['*/0 * * * *', 'above 0'],
    ['0 2 * foo *', 'is not a month'],
    ['@fortnightly', 'is not known'],
    ['@every soon', 'needs a duration'],
    ['CRON_TZ=UTC 0 2 * * *', 'timezone field'],
  ])('%s is refused: %s', (text, words) => {
    expect(cronProblem(text)).toContain(words);
  });
});
