import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { durationSeconds, formatDuration, isDuration, parseDuration } from './duration.ts';
import { TerminalFailure } from './failure.ts';

const ms = 1_000_000n;
const s = 1000n * ms;
const m = 60n * s;
const h = 60n * m;

/** What Go's documentation of time.ParseDuration says, by example. */
const readings: readonly [text: string, nanoseconds: bigint][] = [
  ['0', 0n],
  ['+0', 0n],
  ['-0', 0n],
  ['0s', 0n],
  ['5s', 5n * s],
  ['+5s', 5n * s],
  ['-5s', -5n * s],
  ['5.0s', 5n * s],
  ['5.6s', 5600n * ms],
  ['5.s', 5n * s],
  ['.5s', 500n * ms],
  ['-.5s', -500n * ms],
  ['1.004s', 1004n * ms],
  ['100.00100s', 100_001n * ms],
  ['10ns', 10n],
  ['11us', 11_000n],
  ['12\u00b5s', 12_000n],
  ['12\u03bcs', 12_000n],
  ['13ms', 13n * ms],
  ['14s', 14n * s],
  ['15m', 15n * m],
  ['16h', 16n * h],
  ['3h30m', 3n * h + 30n * m],
  ['10.5s4m', 4n * m + 10_500n * ms],
  ['-2m3.4s', -(2n * m + 3400n * ms)],
  ['1h2m3s4ms5us6ns', h + 2n * m + 3n * s + 4n * ms + 5006n],
  ['39h9m14.425s', 39n * h + 9n * m + 14_425n * ms],
  ['0.3333333333333333333h', 20n * m],
  ['0.100000000000000000000h', 6n * m],
  ['0.830103483285477580700h', 49n * m + 48n * s + 372_539_827n],
  ['9007199254740993ns', 9_007_199_254_740_993n],
  ['9223372036854775807ns', 9_223_372_036_854_775_807n],
  ['-9223372036854775808ns', -9_223_372_036_854_775_808n],
  ['2562047h', 2_562_047n * h],
];

const refused = [
  '',
  ' ',
  '3',
  '-',
  '+',
  's',
  '.',
  '-.',
  '.s',
  '+.s',
  '1d',
  '90d',
  '1w',
  '1H',
  '1 h',
  ' 1h',
  '1h ',
  '1h30',
  '--1h',
  '1,5h',
  '1e3s',
  '2562048h',
  '9223372036854775808ns',
  '\u0661h',
];

describe('reading a duration', () => {
  it.each(readings)('reads %s as Go does', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  it.each(refused)('refuses "%s"', (text) => {
    expect(() => parseDuration(text)).toThrow(TerminalFailure);
    expect(isDuration(text)).toBe(false);
  });

  it('says that there is no unit for days', () => {
    expect(() => parseDuration('90d')).toThrow(/^"90d" is not a duration: .*no unit for days/);
  });

  it('tells the seconds, with a fraction where there is one', () => {
    expect(durationSeconds('2160h')).toBe(7_776_000);
    expect(durationSeconds('1.5s')).toBe(1.5);
  });
});

describe('writing a duration', () => {
  it.each([
    [0n, '0s'],
    [1n, '1ns'],
    [1100n, '1.1\u00b5s'],
    [2_200_000n, '2.2ms'],
    [3_300n * ms, '3.3s'],
    [4n * m + 5n * s, '4m5s'],
    [4n * m + 5001n * ms, '4m5.001s'],
    [5n * h + 6n * m + 7001n * ms, '5h6m7.001s'],
    [8n * m + 1n, '8m0.000000001s'],
    [2160n * h, '2160h0m0s'],
    [-h, '-1h0m0s'],
    [-(2n ** 63n), '-2562047h47m16.854775808s'],
  ])('writes %s ns as %s', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text);
  });

  it('writes what it reads, for every duration', () => {
    const any = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(any, (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds);
      }),
    );
  });
});
