import { describe, expect, it } from 'vitest';
import { TransientFailure } from '../api/failure.ts';
import type { Cluster } from '../runtime/cluster.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { attributesOf, forbiddenMessage, isAlwaysAllowed } from './attributes.ts';
import { createAuthorize, reviewSpec } from './authorize.ts';
import { anonymous, type Identity } from './identity.ts';
import { readTarget } from './target.ts';

const solverPath = '/apis/acme.dnspod.com/v1alpha1/dnspod';
const manager: Identity = {
  username: 'system:serviceaccount:cert-manager:cert-manager',
  uid: '1',
  groups: ['system:authenticated'],
  extra: { 'authentication.kubernetes.io/pod-name': ['cert-manager-0'] },
};

function rightFor(method: string, path: string, watch = false) {
  return attributesOf(readTarget(path), { method, path, watch });
}

/** A cluster that answers every review alike, or fails, and counts. */
function reviewing(answer: object | Error): { cluster: Cluster; asked: unknown[] } {
  const asked: unknown[] = [];
  const cluster = {
    request(_method: string, _path: string, { body }: { body: unknown }) {
      asked.push(body);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ status: answer });
    },
  };
  return { cluster: cluster as unknown as Cluster, asked };
}

describe('the right a request needs', () => {
  it.each([
    ['POST', solverPath, 'create'],
    ['GET', solverPath, 'list'],
    ['GET', `${solverPath}/x`, 'get'],
    ['PUT', `${solverPath}/x`, 'update'],
    ['PATCH', `${solverPath}/x`, 'patch'],
    ['DELETE', `${solverPath}/x`, 'delete'],
    ['DELETE', solverPath, 'deletecollection'],
  ])('for %s %s is %s on the resource', (method, path, verb) => {
    expect(rightFor(method, path)).toMatchObject({ verb, group: 'acme.dnspod.com', resource: 'dnspod' });
  });

  it('is watch when the query asks for one', () => {
    expect(rightFor('GET', solverPath, true)).toMatchObject({ verb: 'watch' });
  });

  it.each(['/apis', '/apis/acme.dnspod.com', '/apis/acme.dnspod.com/v1alpha1', '/version', '/anything'])(
    'for %s goes by the path',
    (path) => {
      expect(rightFor('GET', path)).toEqual({ verb: 'get', path });
    },
  );
});

describe('nobody is asked about', () => {
  it.each(['/healthz', '/livez', '/readyz'])('%s', (path) => {
    expect(isAlwaysAllowed(rightFor('GET', path), anonymous)).toBe(true);
  });

  it('members of system:masters', () => {
    const master = { ...anonymous, groups: ['system:masters'] };

    expect(isAlwaysAllowed(rightFor('POST', solverPath), master)).toBe(true);
  });

  it.each(['/healthz/ping', '/healthz/', '/version', solverPath])('except that %s is not free', (path) => {
    expect(isAlwaysAllowed(rightFor('GET', path), anonymous)).toBe(false);
  });
});

describe('a review', () => {
  it('tells everything that is known about the caller, under the keys of v1', () => {
    expect(reviewSpec(manager, rightFor('POST', solverPath))).toEqual({
      user: manager.username,
      uid: '1',
      groups: ['system:authenticated'],
      extra: { 'authentication.kubernetes.io/pod-name': ['cert-manager-0'] },
      resourceAttributes: {
        verb: 'create',
        group: 'acme.dnspod.com',
        version: 'v1alpha1',
        resource: 'dnspod',
      },
    });
  });

  it('is good for 10 seconds', async () => {
    const { cluster, asked } = reviewing({ allowed: true });
    const clock = new ManualClock();
    const authorize = createAuthorize(cluster, clock);

    await authorize(manager, rightFor('POST', solverPath));
    await authorize(manager, rightFor('POST', solverPath));
    expect(asked).toHaveLength(1);

    await clock.advance(10);
    await authorize(manager, rightFor('POST', solverPath));
    expect(asked).toHaveLength(2);
  });

  it('of one right says nothing about another', async () => {
    const { cluster, asked } = reviewing({ allowed: true });
    const authorize = createAuthorize(cluster, new ManualClock());

    await authorize(manager, rightFor('POST', solverPath));
    await authorize(manager, rightFor('POST', '/apis/acme.imroc.cc/v1alpha1/dnspod'));
    await authorize({ ...manager, groups: [] }, rightFor('POST', solverPath));

    expect(asked).toHaveLength(3);
  });

  it.each([
    ['says no', { allowed: false }],
    ['says yes and no', { allowed: true, denied: true }],
    ['has no opinion', {}],
  ])('that %s refuses with 403', async (_, answer) => {
    const authorize = createAuthorize(reviewing(answer).cluster, new ManualClock());

    await expect(authorize(manager, rightFor('POST', solverPath))).rejects.toMatchObject({
      code: 403,
      body: {
        reason: 'Forbidden',
        message:
          'dnspod.acme.dnspod.com is forbidden: User "system:serviceaccount:cert-manager:cert-manager" cannot create ' +
          'resource "dnspod" in API group "acme.dnspod.com" at the cluster scope',
        details: { group: 'acme.dnspod.com', kind: 'dnspod' },
      },
    });
  });

  it('that fails refuses with 500, and is asked again', async () => {
    const { cluster, asked } = reviewing(new TransientFailure('ApiServerUnreachable', 'no answer'));
    const authorize = createAuthorize(cluster, new ManualClock());

    await expect(authorize(manager, rightFor('POST', solverPath))).rejects.toMatchObject({ code: 500 });
    await expect(authorize(manager, rightFor('POST', solverPath))).rejects.toMatchObject({ code: 500 });
    expect(asked).toHaveLength(2);
  });
});

describe('the words of a refusal', () => {
  it('escape what a browser would take for markup', () => {
    const message = forbiddenMessage({ verb: 'get', path: '/<b>' }, { ...anonymous, username: 'a&b' });

    expect(message).toBe('forbidden: User "a&amp;b" cannot get path "/&lt;b&gt;"');
  });
});
