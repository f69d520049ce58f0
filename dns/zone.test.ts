import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../runtime/clock.ts';
import { startFakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import type { FakeNameserver, ScriptedReply } from '../test/fakes/nameserver/fake-nameserver.ts';
import { createDnsView } from './resolver.ts';
import { findZone, lookUpZone } from './zone.ts';

/** TTL 100 s, negative TTL 30 s. */
function soaOf(name: string): ScriptedReply {
  const data = {
    mname: `ns1.${name}`,
    rname: `admin.${name}`,
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 30,
  };
  return { answers: [{ type: 'SOA', name, ttl: 100, data }] };
}

describe('the zone of _acme-challenge.www.shop.example.', () => {
  let nameserver: FakeNameserver;
  let now = new Date('2026-01-01T00:00:00Z');
  const clock: Clock = { now: () => now, setTimer: () => ({ cancel: () => {} }) };
  const answers = new Map<string, ScriptedReply>();
  const fqdn = '_acme-challenge.www.shop.example.';
  beforeEach(async () => {
    answers.clear();
    nameserver = await startFakeNameserver(({ name }) => answers.get(name) ?? { rcode: 'NXDOMAIN' });
  });
  afterEach(() => nameserver.stop());
  const view = () =>
    createDnsView({ recursiveNameservers: [nameserver.server], recursiveOnly: false, clock });
  const namesAsked = () => nameserver.asked.map(({ name }) => name);

  it('is found by walking up past names that do not exist', async () => {
    answers.set('shop.example.', soaOf('shop.example'));

    expect(await findZone(view(), fqdn)).toBe('shop.example.');
    expect(namesAsked()).toEqual([fqdn, 'www.shop.example.', 'shop.example.']);
  });

  it('is found past a name that exists without an SOA', async () => {
    answers.set('www.shop.example.', {}).set('shop.example.', soaOf('shop.example'));

    expect(await findZone(view(), fqdn)).toBe('shop.example.');
  });

  it('is not that of the target of an alias', async () => {
    const cname = { type: 'CNAME', name: 'www.shop.example', ttl: 60, data: 'cdn.example.net' } as const;
    answers.set('www.shop.example.', { answers: [cname, ...(soaOf('example.net').answers ?? [])] });
    answers.set('shop.example.', soaOf('shop.example'));

    expect(await findZone(view(), fqdn)).toBe('shop.example.');
  });

  it('is what the SOA says, even where a resolver answers for the top-level domain', async () => {
    answers.set(fqdn, soaOf('example'));

    expect(await findZone(view(), fqdn)).toBe('example.');
  });

  it('is remembered for the 100 s of the TTL', async () => {
    answers.set('shop.example.', soaOf('shop.example'));
    const one = view();

    await findZone(one, fqdn);
    now = new Date(now.getTime() + 99_000);
    await findZone(one, fqdn);
    expect(nameserver.asked.length).toBe(3);

    now = new Date(now.getTime() + 2000);
    await findZone(one, fqdn);
    expect(nameserver.asked.length).toBe(6);
  });

  it('tells how long its absent names are remembered', async () => {
    answers.set('shop.example.', soaOf('shop.example'));

    expect(await lookUpZone(view(), fqdn)).toEqual({ name: 'shop.example.', negativeTtlSeconds: 30 });
  });

  it('cannot be found when a server fails on the way', async () => {
    answers.set('www.shop.example.', { rcode: 'SERVFAIL' });

    await expect(findZone(view(), fqdn)).rejects.toThrow(
      `Could not look up SOA of www.shop.example.: ${nameserver.server} answered SERVFAIL`,
    );
  });

  it('cannot be found when there is none', async () => {
    await expect(findZone(view(), fqdn)).rejects.toThrow(
      `Could not find the zone of ${fqdn}: no SOA record up to the root`,
    );
  });
});
