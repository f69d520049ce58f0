import { fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { TerminalFailure, TransientFailure } from '../api/failure.ts';
import { silentLog } from '../runtime/log.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { solveChallenge } from './challenge.ts';
import { type ChallengeRequest, readPayload } from './challenge-payload.ts';
import { budgetSeconds, startDeadline } from './deadline.ts';
import type { Solver } from './solvers.ts';

const request: ChallengeRequest = readPayload(
  JSON.stringify({
    request: {
      action: 'Present',
      key: 'value',
      resolvedFQDN: '_acme-challenge.a.test.',
      resolvedZone: 'a.test.',
    },
  }),
);

function solve(run: Solver['solve'], clock = new ManualClock()) {
  const tools = { clock, log: silentLog, fetch, readSecretIn: () => () => Promise.resolve('') };
  return solveChallenge({ name: 'fake', solve: run }, request, tools, startDeadline(clock, budgetSeconds));
}

describe('a challenge call', () => {
  it('that works is a success', async () => {
    expect(await solve(() => Promise.resolve())).toEqual({ success: true });
  });

  it.each([
    [new TransientFailure('Throttled', 'DNSPod asks for patience'), 503],
    [new TerminalFailure('InvalidSolverConfig', 'no credentials'), 400],
  ])('that fails tells the failure in its own words: %s', async (failure, code) => {
    const outcome = await solve(() => Promise.reject(failure));

    expect(outcome).toEqual({ success: false, reason: failure.reason, message: failure.message, code });
  });

  it('that breaks says so without inner details, in words that stay the same', async () => {
    const outcome = await solve(() => Promise.reject(new TypeError('x is undefined at port 41234')));

    expect(outcome).toMatchObject({
      reason: 'InternalError',
      message: 'the DNS01 solver broke; its log says where',
    });
  });

  it('that takes too long is answered after 25 seconds, and told to stop', async () => {
    const clock = new ManualClock();
    let stopped = false;
    const outcome = solve((_, { signal }) => {
      signal.addEventListener('abort', () => (stopped = true));
      return new Promise(() => {});
    }, clock);

    await clock.advance(25);

    expect(await outcome).toMatchObject({ success: false, reason: 'Timeout' });
    expect(stopped).toBe(true);
  });
});
