import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../test/build/provider-tools.ts';
import { startFakeAlidns } from '../../test/fakes/alidns/fake-alidns.ts';
import { startFakeCloudflare } from '../../test/fakes/cloudflare/fake-cloudflare.ts';
import type { FakeDnspodOptions } from '../../test/fakes/dnspod/fake-dnspod.ts';
import { startFakeDnspod } from '../../test/fakes/dnspod/fake-dnspod.ts';
import { startFakeRoute53 } from '../../test/fakes/route53/fake-route53.ts';
import type { DnsProvider, ProviderTools, TxtRecord } from '../provider.ts';
import { createAlidnsProvider } from './alidns/provider.ts';
import { createCloudflareProvider } from './cloudflare/provider.ts';
import { createDnspodProvider, type DnspodOptions } from './dnspod/provider.ts';
import { createRoute53Provider } from './route53/provider.ts';

const record: TxtRecord = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value: 'ours' };
const ref = (key: string) => ({ name: 's', key });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function dnspodScene(
  fakeOptions: Partial<FakeDnspodOptions> = {},
  options: Partial<DnspodOptions> = {},
  changes: Partial<ProviderTools> = {},
) {
  const fake = await startFakeDnspod({ zones: ['shop.example'], listLagSeconds: 0, ...fakeOptions });
  stops.push(() => fake.stop());
  const start = () => createDnspodProvider({ endpoint: fake.url, random: () => 0.5, ...options });
  const secrets = { 's/id': fake.key.secretId, 's/key': fake.key.secretKey };
  const tools = providerTools(secrets, { clock: hastyClock(), ...changes });
  const config = { secretIdRef: ref('id'), secretKeyRef: ref('key') };
  let provider = start();
  return {
    fake,
    present: (what = record, raw: object = config) => provider.present(what, provider.readConfig(raw), tools),
    cleanUp: (what = record, raw: object = config) => provider.cleanUp(what, provider.readConfig(raw), tools),
    /** What a restarted process knows: nothing. */
    restart: () => void (provider = start()),
    config,
  };
}

/** A vendor that refuses to say who calls, with an id of the request in its words. */
interface Refusing {
  readonly provider: DnsProvider<unknown>;
  readonly config: object;
}

const refusing: Readonly<Record<string, () => Promise<Refusing>>> = {
  async dnspod() {
    const { fake } = await dnspodScene();
    return {
      provider: createDnspodProvider({ endpoint: fake.url }),
      config: { secretIdRef: ref('bad'), secretKeyRef: ref('bad') },
    };
  },
  async alidns() {
    const fake = await startFakeAlidns({ zones: ['shop.example'], listLagSeconds: 0 });
    stops.push(() => fake.stop());
    return {
      provider: createAlidnsProvider({ endpoint: fake.url }),
      config: { accessTokenSecretRef: ref('bad'), secretKeySecretRef: ref('bad') },
    };
  },
  async cloudflare() {
    const fake = await startFakeCloudflare({ zones: ['shop.example'] });
    stops.push(() => fake.stop());
    return {
      provider: createCloudflareProvider({ endpoint: fake.url }),
      config: { apiTokenSecretRef: ref('bad') },
    };
  },
  async route53() {
    const fake = await startFakeRoute53({ zones: ['shop.example'] });
    stops.push(() => fake.stop());
    return {
      provider: createRoute53Provider({ endpoint: fake.url }),
      config: { accessKeyID: fake.key.accessKeyId, secretAccessKeySecretRef: ref('bad') },
    };
  },
};

describe("the traps of vendors' APIs", () => {
  it.each(Object.entries(refusing))(
    'trap 6: %s refuses in the same words every time, without ids of requests, times and ports',
    async (_, open) => {
      const { provider, config } = await open();
      const tools = providerTools({ 's/bad': 'AKIDnobody' }, { clock: hastyClock() });
      const told = async () => {
        const error: unknown = await provider
          .present(record, provider.readConfig(config), tools)
          .catch((caught: unknown) => caught);
        return (error as Error).message;
      };
      const first = await told();

      expect(first).toMatch(/refused/);
      expect(first).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|127\.0\.0\.1|\d\d:\d\d/i);
      expect(await told()).toBe(first);
    },
  );

  it('trap 15: no list says whether a record exists: the error of the creation does, and its id removes it', async () => {
    const { fake, present, cleanUp, restart } = await dnspodScene({ listLagSeconds: 30 });
    await present();
    restart(); // neither a list nor memory knows of the record now
    await present();
    expect(fake.records).toHaveLength(1);

    await present({ ...record, value: 'another' });
    await cleanUp({ ...record, value: 'another' });

    expect(fake.records).toMatchObject([{ value: 'ours' }]);
    expect(fake.calls.map(({ action }) => action)).not.toContain('DescribeRecordList');
  });

  it('trap 16: lists have names in Unicode, upstream sends punycode', async () => {
    const { fake, present, cleanUp, restart } = await dnspodScene({ zones: ['例子.中国'] });
    const zone = 'xn--fsqu00a.xn--fiqs8s.';
    const wanted = { ...record, zone, fqdn: `_acme-challenge.xn--fiq228c.${zone}` };
    await present(wanted);
    expect(fake.records).toMatchObject([{ subDomain: expect.stringMatching(/中文|xn--fiq228c/) as string }]);
    restart();
    await cleanUp(wanted);

    expect(fake.records).toEqual([]);
  });

  it('trap 17: what is cleaned up is one value, whatever else is at the name', async () => {
    const { fake, present, cleanUp, restart } = await dnspodScene();
    for (const foreign of ['theirs', 'v=spf1 -all', 'our', 'ours2'])
      await fake.addTxt('shop.example', '_acme-challenge', foreign);
    await present();
    restart();
    await cleanUp();

    expect(fake.records.map(({ value }) => value)).toEqual(['theirs', 'v=spf1 -all', 'our', 'ours2']);
  });

  it('trap 18: a free plan takes no TTL below 600 s: records get the shortest it takes', async () => {
    const { fake, present, config } = await dnspodScene({
      zones: [{ name: 'shop.example', grade: 'DP_FREE' }],
    });
    await present(record, { ...config, ttl: 60 });

    expect(fake.records).toMatchObject([{ ttlSeconds: 600 }]);
  });

  it('trap 19: credentials of the machine that could not be had once are asked for again', async () => {
    const scene = await dnspodScene();
    const ambient = { metadataUrl: scene.fake.url, stsUrl: scene.fake.url };
    const provider = createDnspodProvider({ endpoint: scene.fake.url, ambient });
    const tools = providerTools({}, { clock: hastyClock(), allowAmbientCredentials: true });
    scene.fake.failNext({ action: 'metadata', fault: { drop: true } });
    const present = () => provider.present(record, provider.readConfig({}), tools);

    await expect(present()).rejects.toMatchObject({ reason: 'DnspodNoCredentials' });
    await expect(present()).resolves.toBeUndefined();
  });

  it('trap 19: requests are signed for the service `dnspod` whatever the host, and go past no proxy of the environment', async () => {
    const before = process.env['http_proxy'];
    process.env['http_proxy'] = 'http://127.0.0.1:1';
    try {
      const { fake, present } = await dnspodScene();
      await present();

      expect(fake.url).toMatch(/^http:\/\/127\.0\.0\.1:/); // whose first label is no name of a service
      expect(fake.calls).toMatchObject([{ outcome: 'ok' }]);
    } finally {
      if (before === undefined) delete process.env['http_proxy'];
      else process.env['http_proxy'] = before;
    }
  });

  it('trap 20: Go takes keys in any case, so Issuers have them in any case', async () => {
    const { fake, present } = await dnspodScene();
    await present(record, {
      SecretIDRef: { Name: 's', KEY: 'id' },
      secretkeyref: { name: 's', Key: 'key' },
      TTL: 900,
    });

    expect(fake.records).toMatchObject([{ ttlSeconds: 900 }]);
  });

  it.each([
    'evil.example',
    'dnspod.tencentcloudapi.com.evil.example',
    'dnspod.tencentcloudapi.com:8443',
    'user@dnspod.tencentcloudapi.com',
    'dnspod.tencentcloudapi.com/..',
    'sts.tencentcloudapi.com',
    '127.0.0.1',
  ])('trap 23: credentials go to hosts of the vendor only, not to %s', async (endpoint) => {
    const { config } = await dnspodScene();
    const provider = createDnspodProvider();
    const token = { apiID: 7, apiTokenSecretRef: ref('token') };

    for (const raw of [config, token])
      expect(() => provider.readConfig({ ...raw, endpoint })).toThrow('endpoint must be a host of DNSPod');
  });
});
