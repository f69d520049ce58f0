import { describe, expect, it } from 'vitest';

import type { Life } from './life.ts';
import { timelineOf } from './timeline.ts';

/** 100 days: renewal after 60, overdue after 80. */
const life: Life = {
  now: new Date('2026-03-12T00:00:00Z'),
  created: new Date('2025-01-01T00:00:00Z'),
  notBefore: new Date('2026-01-01T00:00:00Z'),
  renewal: new Date('2026-03-02T00:00:00Z'),
  overdueFrom: new Date('2026-03-22T00:00:00Z'),
  notAfter: new Date('2026-04-11T00:00:00Z'),
  attempts: [],
};

describe('the timeline of a certificate', () => {
  it('goes from its issuance to its expiry', () => {
    expect(timelineOf(life).stretches).toEqual([
      { phase: 'valid', from: 0, to: 0.6 },
      { phase: 'renewing', from: 0.6, to: 0.8 },
      { phase: 'overdue', from: 0.8, to: 1 },
    ]);
  });

  it('goes on after its expiry until now', () => {
    const { stretches } = timelineOf({ ...life, now: new Date('2026-07-20T00:00:00Z') });

    expect(stretches.at(-1)).toEqual({ phase: 'expired', from: 0.5, to: 1 });
  });

  it('gives labels lanes of their own where they would lie over each other', () => {
    const lastFailure = new Date('2026-03-11T00:00:00Z');
    const nextRetry = new Date('2026-03-13T00:00:00Z');
    const { happenings } = timelineOf({ ...life, lastFailure, nextRetry });

    expect(happenings.map(({ label, lane }) => [label, lane])).toEqual([
      ['Failed', 0],
      ['Now', 1],
      ['Next try', 2],
    ]);
  });

  it('leaves out what was before it', () => {
    const attempts = [
      {
        at: new Date('2026-01-01T00:00:00Z'),
        revision: 2,
        outcome: 'issued' as const,
        name: 'shop-2',
        words: '',
      },
      {
        at: new Date('2025-10-01T00:00:00Z'),
        revision: 1,
        outcome: 'issued' as const,
        name: 'shop-1',
        words: '',
      },
    ];

    expect(timelineOf({ ...life, attempts }).happenings.map(({ label }) => label)).toEqual(['#2', 'Now']);
  });

  it('of one that was never issued goes from its creation to now', () => {
    const now = new Date('2026-03-12T00:00:00Z');
    const { stretches, plans } = timelineOf({ now, created: new Date('2026-03-10T00:00:00Z'), attempts: [] });

    expect(stretches).toEqual([{ phase: 'waiting', from: 0, to: 1 }]);
    expect(plans).toMatchObject([{ label: 'Created', at: 0 }]);
  });
});
