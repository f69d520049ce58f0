import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { providerTools } from '../test/build/provider-tools.ts';
import { startBind9 } from '../test/cluster/bind9.ts';
import type { Bind9 } from '../test/cluster/bind9.ts';
import { followCnames } from './cname.ts';
import { checkTxt } from './propagation.ts';
import { createRfc2136Provider } from './providers/rfc2136/provider.ts';
import { createDnsView } from './resolver.ts';
import type { DnsView } from './resolver.ts';
import { findZone } from './zone.ts';

describe('one challenge, from its name to the report, on a real bind9', () => {
  let bind9: Bind9;
  let view: DnsView;
  const alias = '_acme-challenge.shop.example.';
  const target = 'shop.validation.example.';
  beforeAll(async () => {
    const shop = { name: 'shop.example', records: [`_acme-challenge IN CNAME ${target}`] };
    bind9 = await startBind9({ zones: [shop, 'validation.example'] });
    view = createDnsView({
      recursiveNameservers: [bind9.server],
      recursiveOnly: !bind9.listensOnPort53,
      clock: systemClock,
    });
  }, 30_000);
  afterAll(() => bind9.stop());

  it('finds where the name leads to, and the zone of that', async () => {
    expect(await followCnames(view, alias)).toBe(target);
    expect(await findZone(view, target)).toBe('validation.example.');
    expect(await findZone(view, '_acme-challenge.www.shop.example.')).toBe('shop.example.');
  });

  it('sees the values once they are all there', async () => {
    const provider = createRfc2136Provider();
    const config = provider.readConfig({
      nameserver: bind9.server,
      tsigKeyName: bind9.tsig.name,
      tsigAlgorithm: 'HMACSHA256',
      tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
    });
    const tools = providerTools({ 'tsig/secret': bind9.tsig.secret });
    const present = (value: string) =>
      provider.present({ fqdn: target, zone: 'validation.example.', value }, config, tools);
    const check = () => checkTxt(view, { fqdn: alias, zone: 'shop.example.', values: ['apex', 'wildcard'] });

    await present('apex');
    expect(await check()).toMatchObject({
      complete: false,
      authoritative: true,
      negativeTtlSeconds: 1,
      servers: [{ answer: 'missing', missing: ['wildcard'] }],
    });

    await present('wildcard');
    expect(await check()).toMatchObject({ complete: true, authoritative: true });
  });
});
