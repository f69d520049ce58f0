import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurriedClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startBind9 } from '../../../test/cluster/bind9.ts';
import type { Bind9 } from '../../../test/cluster/bind9.ts';
import { startFakeRoute53 } from '../../../test/fakes/route53/fake-route53.ts';
import type { FakeRoute53 } from '../../../test/fakes/route53/fake-route53.ts';
import { conformanceStory } from '../../conformance.ts';
import type { ConformanceScene } from '../../conformance.ts';
import type { Route53Config } from './config.ts';
import { createRoute53Provider } from './provider.ts';

/** Issuers as the documentation of cert-manager has them. */
const withKey = (id: string) => ({
  region: 'us-east-1',
  accessKeyID: id,
  secretAccessKeySecretRef: { name: 'aws', key: 'secret-access-key' },
});
const withRole = (id: string, role: string) => ({ ...withKey(id), role });

const zones = ['shop.example'];

describe('a Route 53', () => {
  let bind9: Bind9;
  beforeAll(async () => {
    bind9 = await startBind9({ zones });
  }, 30_000);
  afterAll(() => bind9.stop());

  describe.each([
    ['with a role', withRole, '_acme-challenge.role.shop.example.', 'shop.example.'],
    ['with a key, whose zone a resolver got wrong', withKey, 'shop.example.', 'example.'],
  ])('%s, publishing into a real bind9 a little later', (_, config, fqdn, zone) => {
    let route53: FakeRoute53;
    beforeAll(async () => {
      route53 = await startFakeRoute53({
        zones,
        bind9,
        publishLagSeconds: 0.05,
        largestPage: 2,
        throttle: { share: 0.1 },
      });
    });
    afterAll(() => route53.stop());
    const setUp = (): ConformanceScene<Route53Config> => {
      const start = () => createRoute53Provider({ endpoint: route53.url, stsEndpoint: route53.url });
      const { accessKeyId, secretAccessKey } = route53.key;
      const secrets = { 'aws/secret-access-key': `${secretAccessKey}\n` };
      return {
        start,
        config: start().readConfig(config(accessKeyId, route53.role)),
        tools: providerTools(secrets, { clock: hurriedClock() }),
        fqdn,
        zone,
        visibleValues: (name) => bind9.txtRecords(name),
        propagationSeconds: 3,
      };
    };

    it.each(conformanceStory(setUp))('$sentence', async ({ run }) => expect(await run()).toBeUndefined());

    it('has no record of ours in the account either', () => {
      expect(route53.sets).toEqual([]);
    });
  });
});
