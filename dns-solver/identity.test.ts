import { describe, expect, it } from 'vitest';
import { anonymous, type Identity, judge, nothing, refused, withAuthenticatedGroup } from './identity.ts';

const ann: Identity = { username: 'ann', groups: ['team'], extra: {} };
const bob: Identity = { username: 'bob', groups: [], extra: {} };
const found = (identity: Identity) => ({ found: 'identity', identity }) as const;

describe('several ways of authentication together', () => {
  it('take a caller who shows nothing for anonymous', () => {
    expect(judge([nothing, nothing])).toEqual(found(anonymous));
  });

  it('believe the first identity and do not ask further', () => {
    expect(judge([found(ann), found(bob)])).toMatchObject({ identity: { username: 'ann' } });
  });

  it('believe a good token beside a certificate that does not hold', () => {
    expect(judge([refused('wrong CA'), found(bob)])).toMatchObject({ identity: { username: 'bob' } });
  });

  it('never take for anonymous who showed something that does not hold', () => {
    expect(judge([refused('wrong CA'), nothing])).toEqual(refused('wrong CA'));
    expect(judge([nothing, refused('unknown token')])).toEqual(refused('unknown token'));
  });
});

describe('the group system:authenticated', () => {
  it('is added to whoever lacks it, as to the aggregator that comes with no group at all', () => {
    expect(withAuthenticatedGroup(bob).groups).toEqual(['system:authenticated']);
    expect(withAuthenticatedGroup(ann).groups).toEqual(['team', 'system:authenticated']);
  });

  it.each([
    ['it is there', ['system:authenticated']],
    ['the front proxy says the caller is not', ['system:unauthenticated']],
  ])('is not added when %s', (_, groups) => {
    expect(withAuthenticatedGroup({ ...ann, groups }).groups).toEqual(groups);
  });

  it('is not added to anonymous', () => {
    expect(withAuthenticatedGroup({ ...anonymous, groups: [] }).groups).toEqual([]);
  });
});
