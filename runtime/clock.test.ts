import { describe, expect, it } from 'vitest';
import { ManualClock } from '../test/build/manual-clock.ts';
import { clockCheck } from './clock-health.ts';
import { systemClock, wait } from './clock.ts';

describe('waiting', () => {
  it('ends when the time is over', async () => {
    const clock = new ManualClock();
    let over = false;
    void wait(clock, 10).then(() => (over = true));
    await clock.advance(9);
    expect(over).toBe(false);

    await clock.advance(1);
    expect(over).toBe(true);
  });

  it('ends early, and leaves no timer, when the signal aborts', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const waiting = wait(clock, 10, abort.signal);
    abort.abort();

    await waiting;
    expect(clock.timers).toBe(0);
  });

  it('does not begin when the signal has aborted', async () => {
    const clock = new ManualClock();
    await wait(clock, 10, AbortSignal.abort());

    expect(clock.timers).toBe(0);
  });
});

describe('the clock of the machine', () => {
  it('does not take sixty days for no time', async () => {
    let rang = false;
    const timer = systemClock.setTimer(60 * 86_400, () => (rang = true));
    await wait(systemClock, 0.01);
    timer.cancel();

    expect(rang).toBe(false);
  });
});

describe('the check of the clocks', () => {
  it('fails when somebody sets the wall clock by more than five minutes', () => {
    const clock = new ManualClock();
    let setBy = 0;
    const check = clockCheck({
      now: () => new Date(clock.now().getTime() + setBy * 1000),
      monotonicSeconds: () => clock.monotonicSeconds(),
      setTimer: (seconds, run) => clock.setTimer(seconds, run),
    });
    expect(check()).toBeUndefined();

    setBy = -301;
    expect(check()).toBe('the wall clock and the monotonic clock have drifted apart');
  });
});
