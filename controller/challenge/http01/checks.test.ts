import { describe, expect, it } from 'vitest';

import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { ManualClock, settle } from '../../../test/build/manual-clock.ts';
import { type HttpCheck, createHttpChecks } from './checks.ts';
import type { Inspection } from './inspect.ts';

const challenge = http01Challenge();
const uid = challenge.metadata.uid ?? '';

/** Self-checks of one Challenge against a name that answers as it is told to. */
function scene(inspection: Inspection = { gone: false }) {
  const clock = new ManualClock();
  const seen = { requests: 0, inspections: 0, wakes: 0 };
  const name: { trouble?: string; hangs?: boolean } = {};
  const checks = createHttpChecks({
    clock,
    maxSeconds: 10,
    check() {
      seen.requests += 1;
      return name.hangs === true ? new Promise(() => {}) : Promise.resolve(name.trouble);
    },
    async inspect() {
      seen.inspections += 1;
      return inspection;
    },
    wake: () => void (seen.wakes += 1),
  });
  /** Looks as the controller does: at once, and then when it is told to come back. */
  async function follow(seconds: number): Promise<HttpCheck | undefined> {
    const end = clock.now().getTime() + seconds * 1000;
    for (;;) {
      checks.look(challenge);
      await settle();
      const left = (end - clock.now().getTime()) / 1000;
      const next = checks.look(challenge)?.nextSeconds ?? left;
      if (left <= 0) return checks.look(challenge);
      await clock.advance(Math.min(Math.max(next, 0.001), left));
    }
  }
  return { checks, seen, name, follow };
}

describe('self-checks of a name that answers', () => {
  it('pass once, and a second later four times at once: other replicas have heard of it by then', async () => {
    const { seen, follow } = scene();

    expect(await follow(0)).toMatchObject({ passes: 1, nextSeconds: 1 });
    expect(seen.requests).toBe(1);
    expect(await follow(1)).toMatchObject({ passes: 5 });
    expect(seen.requests).toBe(5);
  });

  it('begin anew when one replica does not know the proof', async () => {
    const { name, follow } = scene();
    await follow(0);

    name.trouble = "wrong status code '404', expected '200'";
    expect(await follow(1)).toMatchObject({ passes: 0, trouble: name.trouble });
  });
});

describe('self-checks of a name that does not answer as it should', () => {
  it('come often in the first minute, and then as seldom as the flag says', async () => {
    const { name, seen, follow } = scene();
    name.trouble = 'connection refused';

    await follow(60);
    expect(seen.requests).toBeGreaterThan(25);
    expect(seen.requests).toBeLessThan(40);

    seen.requests = 0;
    await follow(100);
    expect(seen.requests).toBeLessThanOrEqual(11);
  });

  it('look into the cluster after five seconds, then every ten, and say what they find', async () => {
    const { name, seen, follow } = scene({ gone: true, trouble: 'the Pod p was taken away' });
    name.trouble = 'connection refused';

    expect(await follow(4)).toMatchObject({ gone: false, trouble: 'connection refused' });
    expect(await follow(4)).toMatchObject({
      gone: true,
      trouble: 'connection refused; the Pod p was taken away',
    });
    await follow(20);
    expect(seen.inspections).toBeLessThanOrEqual(3);
  });

  it('do not ask for things to be made again that were just made again', async () => {
    const { checks, name, follow } = scene({ gone: true });
    name.trouble = 'connection refused';
    await follow(8);

    checks.repaired(uid);
    expect(checks.look(challenge)).toMatchObject({ gone: false });
  });
});

describe('a self-check of a name that never answers', () => {
  it('is waited for by nobody, and started once', async () => {
    const { checks, name, seen } = scene();
    name.hangs = true;

    expect(checks.look(challenge)).toBeUndefined();
    await settle();
    expect(checks.look(challenge)).toBeUndefined();
    expect(seen).toMatchObject({ requests: 1, wakes: 0 });
  });

  it('wakes nobody when the Challenge is gone by the time it ends', async () => {
    const { checks, seen } = scene();
    checks.look(challenge);
    checks.forget(uid);
    await settle();

    expect(seen).toMatchObject({ requests: 1, wakes: 0 });
  });
});
