import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startFakeCloudflare } from '../../../test/fakes/cloudflare/fake-cloudflare.ts';
import type {
  FakeCloudflare,
  FakeCloudflareOptions,
} from '../../../test/fakes/cloudflare/fake-cloudflare.ts';
import type { ProviderTools, TxtRecord } from '../../provider.ts';
import { createCloudflareProvider } from './provider.ts';

const value = 'value-_0';
const name = '_acme-challenge.shop.example';
const record: TxtRecord = { fqdn: `${name}.`, zone: 'shop.example.', value };
const withToken = { apiTokenSecretRef: { name: 'cloudflare', key: 'api-token' } };

interface Scene {
  readonly cloudflare: FakeCloudflare;
  readonly clock: ReturnType<typeof hastyClock>;
  readonly present: (what?: TxtRecord) => Promise<void>;
  readonly cleanUp: (what?: TxtRecord) => Promise<void>;
  /** Forgets what the provider remembered. */
  readonly restart: () => void;
  readonly actions: () => readonly string[];
}

let cloudflare: FakeCloudflare | undefined;
afterEach(() => cloudflare?.stop());

async function scene(
  options: Partial<FakeCloudflareOptions> = {},
  tools: Partial<ProviderTools> = {},
): Promise<Scene> {
  const fake = await startFakeCloudflare({ zones: ['shop.example'], ...options });
  cloudflare = fake;
  const clock = hastyClock();
  const handed = providerTools({ 'cloudflare/api-token': `${fake.token}\n` }, { clock, ...tools });
  const start = () => createCloudflareProvider({ endpoint: fake.url, random: () => 0.5 });
  let provider = start();
  const config = provider.readConfig(withToken);
  return {
    cloudflare: fake,
    clock,
    present: (what = record) => provider.present(what, config, handed),
    cleanUp: (what = record) => provider.cleanUp(what, config, handed),
    restart: () => void (provider = start()),
    actions: () => fake.calls.map(({ action }) => action),
  };
}

describe('a value at Cloudflare', () => {
  it('is published and removed by one request each, once the zone is known', async () => {
    const { cloudflare, present, cleanUp, actions } = await scene();

    await present();
    expect(cloudflare.records).toMatchObject([{ name, type: 'TXT', content: `"${value}"`, ttlSeconds: 60 }]);
    await cleanUp();
    await present();

    expect(actions()).toEqual(['list zones', 'create a record', 'delete a record', 'create a record']);
  });

  it.each([
    ['with quotes', `"${value}"`],
    ['without quotes', value],
  ])('may be there already, and is found by value: %s', async (_, content) => {
    const { cloudflare, present, cleanUp, restart } = await scene();
    await cloudflare.addTxt('shop.example', name, content);
    await cloudflare.addTxt('shop.example', name, `"another-${value}"`);

    await present();
    expect(cloudflare.records.length).toBe(2);
    restart();
    await cleanUp();

    expect(cloudflare.records).toMatchObject([{ content: `"another-${value}"` }]);
  });

  it('is found on whatever page', async () => {
    const { cloudflare, present, cleanUp, restart } = await scene({ largestPage: 2 });
    for (const other of ['1', '2', '3', '4']) await cloudflare.addTxt('shop.example', name, `"${other}"`);
    await present();
    restart();

    await cleanUp();

    expect(cloudflare.records.map((one) => one.content)).toEqual(['"1"', '"2"', '"3"', '"4"']);
  });

  it('may be gone already', async () => {
    const { cleanUp, actions } = await scene();

    await cleanUp();
    await cleanUp();

    expect(actions()).toEqual(['list zones', 'list records', 'list records']);
  });

  it.each(['example.', 'www.shop.example.', 'elsewhere.test.'])(
    'goes into the zone of the account when DNS names another: %s',
    async (zone) => {
      const { cloudflare, present } = await scene();

      await present({ ...record, fqdn: '_acme-challenge.www.shop.example.', zone });

      expect(cloudflare.records).toMatchObject([{ name: '_acme-challenge.www.shop.example' }]);
    },
  );

  it('goes into the zone that is active, of two with one name', async () => {
    const zones = [{ name: 'shop.example', status: 'moved' } as const, 'shop.example'];
    const { cloudflare, present } = await scene({ zones });

    await present();

    const listed = cloudflare.calls.filter(({ action }) => action === 'create a record');
    expect(listed).toMatchObject([{ outcome: 'ok' }]);
    expect(cloudflare.records.length).toBe(1);
  });

  it('goes into a zone that was removed and added anew', async () => {
    const { cloudflare, present } = await scene();
    await present();
    cloudflare.renewZone('shop.example');

    await present({ ...record, value: 'after' });

    expect(cloudflare.records.map((one) => one.content)).toContain('"after"');
  });
});

describe('a Cloudflare that refuses', () => {
  const refused = 'Cloudflare refused to create the TXT record of _acme-challenge.shop.example.';
  const needs = 'the token needs Zone: Read and DNS: Edit for the zone';

  it('says that there is no such zone, or none that the token may see', async () => {
    const { present } = await scene({ zones: ['other.example'] });

    await expect(present()).rejects.toMatchObject({
      reason: 'CloudflareZoneNotFound',
      retry: false,
      message: `${refused}: The account has no zone shop.example, or the token may not see it. (no zone); add the domain to the account; ${needs}`,
    });
  });

  it.each([
    [
      'a token that is none',
      'nonsense',
      'Invalid request headers: Invalid format for Authorization header (6003)',
    ],
    ['a token that is not valid', 'x'.repeat(40), 'Invalid access token (9109)'],
  ])('says what is wrong with %s', async (_, token, text) => {
    const { present } = await scene({}, providerTools({ 'cloudflare/api-token': token }));

    await expect(present()).rejects.toMatchObject({
      reason: 'CloudflareAccessDenied',
      retry: false,
      message: `${refused}: ${text}; check the Secret that the Issuer names; ${needs}`,
    });
  });

  it('says what is wrong with a Secret that no token can be in', async () => {
    const { present } = await scene({}, providerTools({ 'cloudflare/api-token': 'two words' }));

    await expect(present()).rejects.toThrow(
      'Key "api-token" of Secret "cloudflare" has characters that no credential has',
    );
  });

  it('is asked again when it says so, not before', async () => {
    const { cloudflare, clock, present } = await scene({ allowance: { requests: 1, seconds: 0.9 } });

    await present().catch(() => undefined);

    expect(clock.waitedSeconds).toBeGreaterThanOrEqual(1);
    expect(cloudflare.calls.map(({ outcome }) => outcome).slice(0, 2)).toEqual(['ok', '971']);
  });

  it('is left alone when it says so for longer than the call may take', async () => {
    const { clock, present } = await scene({ allowance: { requests: 1, seconds: 300 } });

    await expect(present()).rejects.toMatchObject({
      reason: 'CloudflareThrottled',
      retry: true,
      retryAfterSeconds: 300,
      message: `${refused}: Too many requests. (429); Cloudflare allows 1,200 calls in five minutes, in all; it will be tried again`,
    });
    expect(clock.waitedSeconds).toBe(0);
  });

  it('may have created the record before the connection broke', async () => {
    const { cloudflare, present } = await scene();
    cloudflare.failNext({ action: 'create a record', fault: { drop: true, afterwards: true } });

    await present();

    expect(cloudflare.records.length).toBe(1);
  });

  it('may answer with the page of a gateway', async () => {
    const { cloudflare, present } = await scene();
    cloudflare.failNext({ times: 100, fault: { httpStatus: 502 } });

    await expect(present()).rejects.toMatchObject({
      reason: 'CloudflareUnavailable',
      retry: true,
      message: 'Cloudflare answered the request to list zones with HTTP status 502',
    });
  });
});
