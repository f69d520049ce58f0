import { describe, expect, it } from 'vitest';

import { TransientFailure } from '../../api/failure.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { countedRefusal } from './classify.ts';
import { createVaultSession } from './session.ts';

const ok = { status: 200, data: {} };
const forbidden = { status: 403, data: {} };

/** A session whose logins hand out `token-1`, `token-2`, …, and a Vault that takes those it is told. */
function story({ leaseSeconds = 100, refused = [] as readonly string[] } = {}) {
  const clock = new ManualClock('2026-01-01T12:00:00Z');
  const log: string[] = [];
  let logins = 0;
  const session = createVaultSession({
    clock,
    logIn() {
      logins += 1;
      log.push('login');
      return Promise.resolve({ token: `token-${logins}`, leaseSeconds });
    },
  });
  const ask = () =>
    session.ask((token) => {
      log.push(token);
      return Promise.resolve(refused.includes(token) ? forbidden : ok);
    });
  return { ask, clock, log, session };
}

describe('who asks a Vault', () => {
  it('logs in once for everything that is asked', async () => {
    const { ask, log } = story();
    await Promise.all([ask(), ask()]);
    await ask();

    expect(log).toEqual(['login', 'token-1', 'token-1', 'token-1']);
  });

  it('logs in again shortly before the lease ends', async () => {
    const { ask, clock, log } = story({ leaseSeconds: 100 });
    await ask();
    await clock.advance(89);
    await ask();
    await clock.advance(2);
    await ask();

    expect(log).toEqual(['login', 'token-1', 'token-1', 'login', 'token-2']);
  });

  it('never logs in again with a token that has no end', async () => {
    const { ask, clock, log } = story({ leaseSeconds: 0 });
    await ask();
    await clock.advance(365 * 86_400);
    await ask();

    expect(log).toEqual(['login', 'token-1', 'token-1']);
  });

  it('tries a new token, once, when one that it held is refused', async () => {
    const refused: string[] = [];
    const { ask, log } = story({ refused });
    await ask();
    refused.push('token-1');

    expect((await ask()).status).toBe(200);
    expect(log).toEqual(['login', 'token-1', 'token-1', 'login', 'token-2']);
  });

  it('takes the refusal of a new token for an answer', async () => {
    const { ask, log } = story({ refused: ['token-1'] });

    expect((await ask()).status).toBe(403);
    expect(log).toEqual(['login', 'token-1']);
  });
});

describe('who is refused where refusals are counted', () => {
  it('asks three times, and then not before Vault has forgotten, however many want to', async () => {
    const clock = new ManualClock('2026-01-01T12:00:00Z');
    let asked = 0;
    const session = createVaultSession({
      clock,
      logIn() {
        asked += 1;
        return Promise.reject(new TransientFailure(countedRefusal, 'invalid role or secret ID'));
      },
    });
    const comeBackIn = async (): Promise<unknown> =>
      session.logIn().catch((error: unknown) => error instanceof TransientFailure && error.retryAfterSeconds);

    expect(await comeBackIn()).toBe(1);
    expect(await comeBackIn()).toBe(1);
    await clock.advance(1);
    expect(await comeBackIn()).toBe(2);
    await clock.advance(2);
    expect(await comeBackIn()).toBe(1200);
    await clock.advance(1000);
    expect(await comeBackIn()).toBe(200);
    expect(asked).toBe(3);
    await clock.advance(200);
    await comeBackIn();
    expect(asked).toBe(4);
  });
});
