import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hurriedClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startBind9 } from '../../../test/cluster/bind9.ts';
import type { Bind9 } from '../../../test/cluster/bind9.ts';
import { startFakeDnspod } from '../../../test/fakes/dnspod/fake-dnspod.ts';
import type { FakeDnspod } from '../../../test/fakes/dnspod/fake-dnspod.ts';
import { conformanceStory } from '../../conformance.ts';
import type { ConformanceScene } from '../../conformance.ts';
import { createDnspodProvider } from './provider.ts';
import type { DnspodConfig } from './config.ts';

/** An Issuer as the README of today's most used DNSPod solver has it. */
const today = {
  secretIdRef: { name: 'dnspod-secret', key: 'secretId' },
  secretKeyRef: { name: 'dnspod-secret', key: 'secretKey' },
  ttl: 600,
  recordLine: '',
};
/** One for the old API. */
const legacy = { apiID: 13_490, apiTokenSecretRef: { name: 'dnspod-secret', key: 'api-token' }, ttl: 600 };
/** One that relies on the role of the machine. */
const ambient = {};

const zones = ['shop.example', 'deep.shop.example', '例子.中国', 'old.example', 'role.example'];
const scenes = [
  ['whose lists are current', today, 0, '_acme-challenge.shop.example.', 'shop.example.'],
  ['whose lists lag by half a second', today, 0.5, '_acme-challenge.www.shop.example.', 'shop.example.'],
  [
    'with a zone in Chinese',
    today,
    0.5,
    '_acme-challenge.xn--fsqu00a.xn--fiqs8s.',
    'xn--fsqu00a.xn--fiqs8s.',
  ],
  ['with a sub-domain as a zone', today, 0, '_acme-challenge.a.deep.shop.example.', 'deep.shop.example.'],
  ['whose zone a resolver got wrong', today, 0, '_acme-challenge.wrong.shop.example.', 'example.'],
  ['of the old API', legacy, 0.5, '_acme-challenge.old.example.', 'old.example.'],
  ['that knows the machine by its role', ambient, 0, '_acme-challenge.role.example.', 'role.example.'],
] as const;

describe('a DNSPod', () => {
  let bind9: Bind9;
  beforeAll(async () => {
    const names = zones.map((zone) => (zone === '例子.中国' ? 'xn--fsqu00a.xn--fiqs8s' : zone));
    bind9 = await startBind9({ zones: names });
  }, 30_000);
  afterAll(() => bind9.stop());

  describe.each(scenes)('%s, publishing into a real bind9', (...scene) => {
    const [, config, listLagSeconds, fqdn, zone] = scene;
    let dnspod: FakeDnspod;
    beforeAll(async () => {
      dnspod = await startFakeDnspod({ zones, bind9, listLagSeconds, throttle: { share: 0.1 } });
    });
    afterAll(() => dnspod.stop());
    const setUp = (): ConformanceScene<DnspodConfig> => {
      const { url } = dnspod;
      const start = () =>
        createDnspodProvider({ endpoint: url, legacyEndpoint: url, ambient: { metadataUrl: url } });
      const { secretId, secretKey } = dnspod.key;
      const secrets = {
        'dnspod-secret/secretId': secretId,
        'dnspod-secret/secretKey': secretKey,
        'dnspod-secret/api-token': dnspod.token.token,
      };
      return {
        start,
        config: start().readConfig(config),
        tools: providerTools(secrets, { clock: hurriedClock(), allowAmbientCredentials: config === ambient }),
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
});
