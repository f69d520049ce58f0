import { describe, expect, it } from 'vitest';

import { httpReadiness } from './readiness.ts';

const failing = { passes: 0, gone: false, trouble: 'connection refused', nextSeconds: 2 };

describe('a proof by HTTP', () => {
  it('is ready when it was seen five times', () => {
    expect(httpReadiness({ passes: 5, gone: false, nextSeconds: 1 }, 1, 300)).toEqual({ is: 'ready' });
    expect(httpReadiness({ passes: 1, gone: false, nextSeconds: 1 }, 1, 300)).toEqual({
      is: 'waiting',
      seconds: 1,
    });
  });

  it('that is not seen for five seconds is worth a line in status', () => {
    expect(httpReadiness(failing, 4, 300)).toEqual({ is: 'waiting', seconds: 2 });
    expect(httpReadiness(failing, 5, 300)).toEqual({
      is: 'waiting',
      seconds: 2,
      reason: 'Waiting for HTTP-01 challenge propagation: connection refused',
    });
  });

  it('waits no longer than until the CA is asked anyway', () => {
    expect(httpReadiness(undefined, 10, 300)).toEqual({ is: 'waiting', seconds: 290 });
    expect(httpReadiness(failing, 299, 300)).toMatchObject({ seconds: 1 });
  });
});
