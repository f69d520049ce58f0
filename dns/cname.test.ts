import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { startFakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import type { FakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import { followCnames } from './cname.ts';
import { createDnsView } from './resolver.ts';

describe('following aliases', () => {
  let nameserver: FakeNameserver;
  let aliases: Readonly<Record<string, string>> = {};
  beforeEach(async () => {
    nameserver = await startFakeNameserver(({ name }) => {
      const target = aliases[name];
      return target === undefined
        ? { rcode: 'NXDOMAIN' }
        : { answers: [{ type: 'CNAME', name, ttl: 60, data: target }] };
    });
  });
  afterEach(() => nameserver.stop());
  const follow = (fqdn: string) =>
    followCnames(
      createDnsView({ recursiveNameservers: [nameserver.server], recursiveOnly: false, clock: systemClock }),
      fqdn,
    );

  it('stays at a name that is no alias', async () => {
    aliases = {};

    expect(await follow('_acme-challenge.Shop.example.')).toBe('_acme-challenge.shop.example.');
  });

  it('goes to the end of the chain, though nothing is there yet', async () => {
    aliases = { 'a.example.': 'B.example.net', 'b.example.net.': 'c.example.org' };

    expect(await follow('a.example.')).toBe('c.example.org.');
  });

  it('notices a loop', async () => {
    aliases = { 'a.example.': 'b.example', 'b.example.': 'a.example' };

    await expect(follow('a.example.')).rejects.toMatchObject({
      reason: 'CnameLoop',
      message: 'Following the CNAME of a.example. does not end: it leads to a.example. again',
    });
  });
});
