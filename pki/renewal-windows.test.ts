import { describe, expect, it } from 'vitest';
import { type RenewalWindow, renewalInWindow } from './renewal-windows.ts';

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-04-01T00:00:00Z') };

function cron(expression: string, openHours: number, timezone = 'UTC'): RenewalWindow {
  return { opens: { cron: expression, timezone }, openSeconds: openHours * 3600 };
}

function renewal(wanted: string, ...windows: readonly RenewalWindow[]): string {
  return renewalInWindow(new Date(wanted), validity, windows).toISOString().replace('.000Z', 'Z');
}

describe('a certificate from 1 January to 1 April that is to be renewed in windows', () => {
  // 2 March 2026 is a Monday
  it.each([
    [
      'is renewed when it should be, while one is open',
      '2026-03-02T03:10:00Z',
      [cron('0 2 * * *', 2)],
      '2026-03-02T03:10:00Z',
    ],
    ['at its very beginning, too', '2026-03-02T02:00:00Z', [cron('0 2 * * *', 2)], '2026-03-02T02:00:00Z'],
    [
      'waits for the next one when it has just closed',
      '2026-03-02T04:00:00Z',
      [cron('0 2 * * *', 2)],
      '2026-03-03T02:00:00Z',
    ],
    [
      'takes the first of several',
      '2026-03-02T12:00:00Z',
      [cron('0 2 * * *', 2), cron('30 22 * * *', 1)],
      '2026-03-02T22:30:00Z',
    ],
    ['waits for Saturday', '2026-03-02T12:00:00Z', [cron('0 2 * * sat', 2)], '2026-03-07T02:00:00Z'],
    [
      'is in a window that opened the day before',
      '2026-03-02T12:00:00Z',
      [cron('0 22 * * sun', 24)],
      '2026-03-02T12:00:00Z',
    ],
    [
      'takes either day when both are stated',
      '2026-03-02T12:00:00Z',
      [cron('0 2 5 * sat', 2)],
      '2026-03-05T02:00:00Z',
    ],
    ['knows the short words', '2026-03-02T12:00:00Z', [cron('@weekly', 1)], '2026-03-08T00:00:00Z'],
    ['takes steps', '2026-03-02T12:01:00Z', [cron('*/20 * * * *', 0.01)], '2026-03-02T12:20:00Z'],
    [
      'is renewed in time when no window opens before it ends',
      '2026-03-02T12:00:00Z',
      [cron('0 2 * 6 *', 2)],
      '2026-03-02T12:00:00Z',
    ],
    [
      'counts on from its beginning',
      '2026-03-02T12:00:00Z',
      [{ opens: { everySeconds: 86_400 }, openSeconds: 3600 }],
      '2026-03-02T23:00:00Z',
    ],
    ['is renewed when it should be without windows', '2026-03-02T12:00:00Z', [], '2026-03-02T12:00:00Z'],
  ] as const)('%s', (_, wanted, windows, expected) => {
    expect(renewal(wanted, ...windows)).toBe(expected);
  });

  it.each([
    ['in winter', '2026-03-02T12:00:00Z', '2026-03-03T01:00:00Z'],
    ['in summer', '2026-03-29T12:00:00Z', '2026-03-30T00:00:00Z'],
    ['on the day when they skip it', '2026-03-28T12:00:00Z', '2026-03-30T00:00:00Z'],
  ])('follows the clocks of Oslo %s', (_, wanted, expected) => {
    expect(renewal(wanted, cron('0 2 * * *', 1, 'Europe/Oslo'))).toBe(expected);
  });

  it('takes the next minute of a window that opens in each', () => {
    const wanted = '2026-03-02T23:58:30Z';

    expect(renewal(wanted, cron('* * * * *', 0.001, 'Asia/Shanghai'))).toBe('2026-03-02T23:59:00Z');
  });
});
