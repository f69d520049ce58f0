import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurriedClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startBind9 } from '../../../test/cluster/bind9.ts';
import type { Bind9 } from '../../../test/cluster/bind9.ts';
import { startFakeAlidns } from '../../../test/fakes/alidns/fake-alidns.ts';
import type { FakeAlidns } from '../../../test/fakes/alidns/fake-alidns.ts';
import { conformanceStory } from '../../conformance.ts';
import type { ConformanceScene } from '../../conformance.ts';
import type { AlidnsConfig } from './config.ts';
import { createAlidnsProvider } from './provider.ts';

/** An Issuer as the README of one of today's solvers has it. */
const config = {
  accessTokenSecretRef: { name: 'alidns-secrets', key: 'access-token' },
  secretKeySecretRef: { name: 'alidns-secrets', key: 'secret-key' },
  regionId: 'cn-beijing',
};

const zones = ['shop.example', 'xn--fsqu00a.xn--fiqs8s'];

describe('an Alibaba Cloud DNS', () => {
  let bind9: Bind9;
  beforeAll(async () => {
    bind9 = await startBind9({ zones });
  }, 30_000);
  afterAll(() => bind9.stop());

  describe.each([
    ['whose lists lag by half a second', '_acme-challenge.www.shop.example.', 'shop.example.'],
    ['with a zone in Chinese', '_acme-challenge.xn--fsqu00a.xn--fiqs8s.', 'xn--fsqu00a.xn--fiqs8s.'],
    ['whose zone a resolver got wrong', 'shop.example.', 'example.'],
  ])('%s, publishing into a real bind9', (_, fqdn, zone) => {
    let alidns: FakeAlidns;
    beforeAll(async () => {
      alidns = await startFakeAlidns({ zones, bind9, listLagSeconds: 0.5, throttle: { share: 0.1 } });
    });
    afterAll(() => alidns.stop());
    const setUp = (): ConformanceScene<AlidnsConfig> => {
      const start = () => createAlidnsProvider({ endpoint: alidns.url });
      const { id, secret } = alidns.key;
      const secrets = { 'alidns-secrets/access-token': id, 'alidns-secrets/secret-key': secret };
      return {
        start,
        config: start().readConfig(config),
        tools: providerTools(secrets, { clock: hurriedClock() }),
        fqdn,
        zone,
        visibleValues: (name) => bind9.txtRecords(name),
        propagationSeconds: 2,
      };
    };

    it.each(conformanceStory(setUp))('$sentence', async ({ run }) => expect(await run()).toBeUndefined());

    it('has no record of ours in the account either', () => {
      expect(alidns.records).toEqual([]);
    });
  });
});
