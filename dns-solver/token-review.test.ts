import { describe, expect, it } from 'vitest';
import type { Cluster } from '../runtime/cluster.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { bearerToken } from './bearer.ts';
import { createTokenReviewer, readReview } from './token-review.ts';

describe('the Authorization header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['Bearer abc extra', 'abc'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    [undefined, undefined],
  ])('%s holds the token %s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('a token review', () => {
  const user = {
    username: 'system:serviceaccount:certloom:certloom-controller',
    uid: '7',
    groups: ['a'],
    extra: {},
  };

  it('names the user', () => {
    const verdict = readReview({ status: { authenticated: true, user } }, []);

    expect(verdict).toEqual({ found: 'identity', identity: user });
  });

  it.each([
    ['is not authenticated', { authenticated: false, user }],
    ['names no user', { authenticated: true, user: { username: '' } }],
    ['is empty', {}],
  ])('that %s is a refusal', (_, status) => {
    expect(readReview({ status }, []).found).toBe('refused');
  });

  it('must name one of our audiences back: an API server that ignores the question proves nothing', () => {
    const audiences = ['certloom'];

    expect(readReview({ status: { authenticated: true, user } }, audiences).found).toBe('refused');
    expect(readReview({ status: { authenticated: true, user, audiences: ['other'] } }, audiences).found).toBe(
      'refused',
    );
    expect(readReview({ status: { authenticated: true, user, audiences } }, audiences).found).toBe(
      'identity',
    );
  });

  it('is asked once in 10 seconds for one token', async () => {
    const asked: unknown[] = [];
    const request = (_method: string, _path: string, { body }: { body: unknown }) => {
      asked.push(body);
      return Promise.resolve({ status: { authenticated: true, user } });
    };
    const clock = new ManualClock();
    const review = createTokenReviewer({ cluster: { request } as unknown as Cluster, clock, audiences: [] });

    await review('one');
    await review('one');
    await review('two');
    expect(asked).toMatchObject([{ spec: { token: 'one' } }, { spec: { token: 'two' } }]);

    await clock.advance(10);
    await review('one');
    expect(asked).toHaveLength(3);
  });
});
