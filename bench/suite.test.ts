import { describe, expect, it } from 'vitest';
import { describeFigures } from './suite.ts';

describe('the table of a suite', () => {
  it('shows each figure beside what was promised of it', () => {
    const figures = [
      { name: 'p50', value: 0.25, unit: 's', limit: 1 },
      { name: 'resident set', value: 130, unit: 'MB', limit: 120 },
      { name: 'calls', value: 10_000, unit: 'calls' },
    ];

    expect(describeFigures('dns-solver', figures)).toBe(
      [
        'dns-solver',
        '  p50           0.250 s      within 1 s',
        '  resident set  130 MB       OVER 120 MB',
        '  calls         10000 calls',
        '',
      ].join('\n'),
    );
  });
});
