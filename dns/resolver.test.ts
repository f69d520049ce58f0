import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { startFakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import type { FakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import { createDnsView } from './resolver.ts';

const question = { name: 'shop.example.', type: 'A' } as const;

describe('two recursive nameservers', () => {
  let [first, second]: FakeNameserver[] = [];
  beforeEach(async () => {
    [first, second] = [await startFakeNameserver(() => ({})), await startFakeNameserver(() => ({}))];
  });
  afterEach(async () => {
    await first?.stop();
    await second?.stop();
  });
  const view = () =>
    createDnsView({
      recursiveNameservers: [first?.server ?? '', second?.server ?? ''],
      recursiveOnly: false,
      clock: systemClock,
    });

  it('are asked in order, and the second one is left in peace', async () => {
    await view().resolve(question);

    expect(first?.asked).toMatchObject([{ recursionDesired: true }]);
    expect(second?.asked).toEqual([]);
  });

  it('are both asked when the first one fails', async () => {
    if (first) first.script = () => ({ rcode: 'SERVFAIL' });
    if (second) second.script = () => ({ rcode: 'NXDOMAIN' });

    expect(await view().resolve(question)).toMatchObject({ rcode: 'NXDOMAIN', answers: [] });
  });

  it('are both named when neither knows', async () => {
    if (first) first.script = () => ({ rcode: 'SERVFAIL' });
    if (second) second.script = () => ({ rcode: 'REFUSED' });

    await expect(view().resolve(question)).rejects.toThrow(
      `Could not look up A of shop.example.: ${first?.server} answered SERVFAIL; ${second?.server} answered REFUSED`,
    );
  });

  it('hear a question once when several ask it at the same time', async () => {
    const one = view();

    await Promise.all([one.resolve(question), one.resolve({ ...question, name: 'Shop.Example.' })]);
    await one.resolve(question);

    expect(first?.asked.length).toBe(2);
  });

  it('hold nobody back who has stopped waiting', async () => {
    if (first) first.script = () => 'silence';
    const gone = new AbortController();
    const asking = view().resolve(question, gone.signal);

    gone.abort(new Error('shutting down'));

    await expect(asking).rejects.toThrow('shutting down');
  });
});
