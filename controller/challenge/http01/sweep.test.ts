import { describe, expect, it } from 'vitest';

import { ApiError } from '../../../runtime/api-error.ts';
import { silentLog } from '../../../runtime/log.ts';
import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { defaultSettings } from '../../settings.ts';
import { sweepSharedRoutes } from './sweep.ts';

const there = http01Challenge();

function route(name: string, annotations: Readonly<Record<string, string>>) {
  return { metadata: { namespace: 'certloom', name, uid: name, annotations } };
}

const routes = [
  route('in-use', {
    'certloom/challenge': 'web/shop-1-100-200',
    'certloom/challenge-uid': there.metadata.uid ?? '',
  }),
  route('of-one-before', { 'certloom/challenge': 'web/shop-1-100-200', 'certloom/challenge-uid': 'before' }),
  route('of-nobody', { 'certloom/challenge': 'web/gone', 'certloom/challenge-uid': 'gone' }),
  route('somebody-elses', {}),
];

async function swept(list: () => Promise<unknown>, withResponder = true): Promise<readonly string[]> {
  const deleted: string[] = [];
  const { challenges } = defaultSettings;
  const responder = { service: { namespace: 'certloom', name: 'certloom-http01' }, byDefault: true };
  const http01 = { ...challenges.http01, ...(withResponder && { responder }) };
  await sweepSharedRoutes({
    cluster: {
      list: list as never,
      async delete(_, { name }) {
        deleted.push(name);
        return true;
      },
    },
    stores: { challenges: { get: (key) => (key === 'web/shop-1-100-200' ? there : undefined) } },
    settings: { ...defaultSettings, challenges: { ...challenges, http01 } },
    log: silentLog,
  });
  return deleted;
}

describe('at its start the controller', () => {
  it('removes the Ingresses of proofs that nobody gives any more, and no other', async () => {
    expect(await swept(async () => routes)).toEqual(['of-one-before', 'of-nobody']);
  });

  it('goes on when it may not look', async () => {
    expect(await swept(() => Promise.reject(new ApiError(403, {})))).toEqual([]);
  });

  it('does not look when Pods answer', async () => {
    expect(await swept(async () => routes, false)).toEqual([]);
  });
});
