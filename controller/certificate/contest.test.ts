import { describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import {
  fine,
  issued,
  leaf,
  request,
  rsaKey,
  seen,
  targetSecretFacts,
} from '../../test/build/certificate-seen.ts';
import { condition } from '../../test/build/object.ts';
import { secondsToLetBe } from './contest.ts';
import { decide } from './decide.ts';
import type { Seen } from './seen.ts';

const at = new Date('2026-01-10T00:00:00Z');
const quarter = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
const ours = targetSecretFacts(quarter);
const theirLeaf = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z', { spkiDigest: 'theirs' });
const theirs = targetSecretFacts(theirLeaf, {
  key: rsaKey('theirs'),
  managed: { ...ours.managed, dataKeys: ['ca.crt'] },
  writers: ['vault-sync'],
});

/** So many seconds after it was written over so many times, revision 1 being what was issued. */
function contested(times: number, seconds: number, more: Parameters<typeof seen>[1] = {}): Seen {
  const now = new Date(at.getTime() + seconds * 1000).toISOString();
  return seen(now, {
    status: fine,
    requests: [request(1, { state: issued(quarter) })],
    secret: theirs,
    overwritten: { manager: 'vault-sync', times, at },
    ...more,
  });
}

const conflictIn = (world: Seen) => findCondition(decide(world).status.conditions, 'Conflict');
const begins = (world: Seen) => findCondition(decide(world).status.conditions, 'Issuing')?.status === 'True';

describe('a Secret that somebody else has written over', () => {
  it('is put right at once the first time: it may have been a mistake', () => {
    expect(begins(contested(1, 0))).toBe(true);
    expect(conflictIn(contested(1, 0))).toBeUndefined();
  });

  it('is left to them for a minute the second time, and it is said who they are and what to do', () => {
    const decision = decide(contested(2, 10));
    const conflict = findCondition(decision.status.conditions, 'Conflict');

    expect(begins(contested(2, 10))).toBe(false);
    expect(decision).toMatchObject({ actions: [], lookAgainSeconds: 50 });
    expect(conflict).toMatchObject({ status: 'True', reason: 'SecretOverwritten' });
    expect(conflict?.message).toMatch(
      /^Secret "shop-tls" has another writer: "vault-sync".*Stop it, or give/,
    );
    expect(decision.events).toMatchObject([{ type: 'Warning', reason: 'SecretOverwritten' }]);
    expect(findCondition(decision.status.conditions, 'Stalled')?.reason).toBe('SecretOverwritten');
    expect(begins(contested(2, 60))).toBe(true);
  });

  it.each([
    [3, 120],
    [5, 480],
    [10, 15_360],
    [40, 115_200],
  ])('is left to them longer and longer: after %i times for %i s', (times, seconds) => {
    expect(secondsToLetBe(contested(times, 0))).toBe(seconds);
  });

  it('is put right in time when what they wrote comes to its end: after an eighth of what is left', () => {
    const short = { ...theirs, leaf: { ...theirLeaf, notAfter: new Date(at.getTime() + 8 * 3600 * 1000) } };
    const over = { ...theirs, leaf: { ...theirLeaf, notAfter: at } };

    expect(secondsToLetBe(contested(40, 0, { secret: short }))).toBe(3600);
    expect(secondsToLetBe(contested(40, 0, { secret: over }))).toBe(60);
  });

  it('is put right at once when the spec was changed since', () => {
    const told = condition('Conflict', 'True', { reason: 'SecretOverwritten', observedGeneration: 1 });
    const status = { ...fine, conditions: [...(fine.conditions ?? []), told] };

    expect(secondsToLetBe(contested(9, 0, { status }))).toBe(7680);
    expect(secondsToLetBe(contested(9, 0, { status, metadata: { generation: 2 } }))).toBe(0);
  });

  it('counts as contested for a while after it is ours again, and then no more', () => {
    expect(conflictIn(contested(2, 70, { secret: ours }))?.status).toBe('True');
    expect(decide(contested(2, 70, { secret: ours })).lookAgainSeconds).toBe(530);
    expect(conflictIn(contested(2, 600, { secret: ours }))).toBeUndefined();
  });

  it('has its labels left alone as well while they have it', () => {
    const bare = { ...theirs, metadata: { ...theirs.metadata, labels: {} } };

    expect(decide(contested(3, 0, { secret: bare })).actions).toEqual([]);
  });
});
