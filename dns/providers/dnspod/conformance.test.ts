import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startBind9 } from '../../../test/cluster/bind9.ts';
import type { Bind9 } from '../../../test/cluster/bind9.ts';
import { startFakeDnspod } from '../../../test/fakes/dnspod/fake-dnspod.ts';
import type { FakeDnspod } from '../../../test/fakes/dnspod/fake-dnspod.ts';
import { conformanceStory } from '../../conformance.ts';
import { createDnspodProvider } from './provider.ts';
import type { DnspodConfig } from './config.ts';
import type { ConformanceScene } from '../../conformance.ts';

/** An Issuer as the README of today's most used DNSPod solver has it. */
const config = {
  secretIdRef: { name: 'dnspod-secret', key: 'secretId' },
  secretKeyRef: { name: 'dnspod-secret', key: 'secretKey' },
  ttl: 600,
  recordLine: '',
};

describe.each([
  ['whose lists are current', 0, '_acme-challenge.shop.example.', 'shop.example.'],
  ['whose lists lag by half a second', 0.5, '_acme-challenge.www.shop.example.', 'shop.example.'],
  ['with a zone in Chinese', 0.5, '_acme-challenge.xn--fsqu00a.xn--fiqs8s.', 'xn--fsqu00a.xn--fiqs8s.'],
])('a DNSPod %s, publishing into a real bind9', (_, listLagSeconds, fqdn, zone) => {
  let bind9: Bind9;
  let dnspod: FakeDnspod;
  beforeAll(async () => {
    const zones = [zone.slice(0, -1)];
    bind9 = await startBind9({ zones });
    dnspod = await startFakeDnspod({ zones, bind9, listLagSeconds });
  }, 30_000);
  afterAll(async () => {
    await dnspod.stop();
    await bind9.stop();
  });
  const setUp = (): ConformanceScene<DnspodConfig> => {
    const start = () => createDnspodProvider({ endpoint: dnspod.url });
    const { secretId, secretKey } = dnspod.key;
    const secrets = { 'dnspod-secret/secretId': secretId, 'dnspod-secret/secretKey': secretKey };
    const clock = { ...hastyClock(), setTimer: waitTwentieth };
    return {
      start,
      config: start().readConfig(config),
      tools: providerTools(secrets, { clock }),
      fqdn,
      zone,
      visibleValues: (name) => bind9.txtRecords(name),
      propagationSeconds: 2,
    };
  };

  it.each(conformanceStory(setUp))('$sentence', async ({ run }) => expect(await run()).toBeUndefined());

  it('has no record of ours in the account either', () => {
    expect(dnspod.records).toEqual([]);
  });
});

/** The pauses of the provider are meant for lists that lag by 30 s. */
function waitTwentieth(seconds: number, run: () => void): { cancel: () => void } {
  const timeout = setTimeout(run, seconds * 50);
  return { cancel: () => clearTimeout(timeout) };
}
