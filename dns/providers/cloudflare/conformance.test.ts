import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurriedClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startBind9 } from '../../../test/cluster/bind9.ts';
import type { Bind9 } from '../../../test/cluster/bind9.ts';
import { startFakeCloudflare } from '../../../test/fakes/cloudflare/fake-cloudflare.ts';
import type { FakeCloudflare } from '../../../test/fakes/cloudflare/fake-cloudflare.ts';
import { conformanceStory } from '../../conformance.ts';
import type { ConformanceScene } from '../../conformance.ts';
import type { CloudflareConfig } from './config.ts';
import { createCloudflareProvider } from './provider.ts';

/** Issuers as the documentation of cert-manager has them. */
const withToken = { apiTokenSecretRef: { name: 'cloudflare', key: 'api-token' } };
const withKey = { email: 'dns@shop.example', apiKeySecretRef: { name: 'cloudflare', key: 'api-key' } };

const zones = ['shop.example', 'xn--fsqu00a.xn--fiqs8s'];

describe('a Cloudflare', () => {
  let bind9: Bind9;
  beforeAll(async () => {
    bind9 = await startBind9({ zones });
  }, 30_000);
  afterAll(() => bind9.stop());

  describe.each([
    ['with a token', withToken, '_acme-challenge.www.shop.example.', 'shop.example.'],
    [
      'with a zone in Chinese',
      withToken,
      '_acme-challenge.xn--fsqu00a.xn--fiqs8s.',
      'xn--fsqu00a.xn--fiqs8s.',
    ],
    ['whose zone a resolver got wrong', withToken, 'shop.example.', 'example.'],
    ['with the Global API Key', withKey, '_acme-challenge.key.shop.example.', 'shop.example.'],
  ])('%s, publishing into a real bind9 a little later', (_, config, fqdn, zone) => {
    let cloudflare: FakeCloudflare;
    beforeAll(async () => {
      cloudflare = await startFakeCloudflare({
        zones,
        bind9,
        publishLagSeconds: 0.2,
        throttle: { share: 0.1 },
      });
    });
    afterAll(() => cloudflare.stop());
    const setUp = (): ConformanceScene<CloudflareConfig> => {
      const start = () => createCloudflareProvider({ endpoint: cloudflare.url });
      const secrets = { 'cloudflare/api-token': cloudflare.token, 'cloudflare/api-key': cloudflare.key };
      return {
        start,
        config: start().readConfig(config),
        tools: providerTools(secrets, { clock: hurriedClock() }),
        fqdn,
        zone,
        visibleValues: (name) => bind9.txtRecords(name),
        propagationSeconds: 3,
      };
    };

    it.each(conformanceStory(setUp))('$sentence', async ({ run }) => expect(await run()).toBeUndefined());

    it('has no record of ours in the account either', () => {
      expect(cloudflare.records).toEqual([]);
    });
  });
});
