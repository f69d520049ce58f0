import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startFakeAlidns } from '../../../test/fakes/alidns/fake-alidns.ts';
import type { FakeAlidns, FakeAlidnsOptions } from '../../../test/fakes/alidns/fake-alidns.ts';
import type { ProviderTools, TxtRecord } from '../../provider.ts';
import { createAlidnsProvider } from './provider.ts';

const record: TxtRecord = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value: 'value-_0' };

interface Scene {
  readonly alidns: FakeAlidns;
  readonly clock: ReturnType<typeof hastyClock>;
  readonly present: (what?: TxtRecord, config?: object) => Promise<void>;
  readonly cleanUp: (what?: TxtRecord, config?: object) => Promise<void>;
  /** Forgets what the provider remembered. */
  readonly restart: () => void;
  readonly actions: () => readonly string[];
}

let alidns: FakeAlidns | undefined;
afterEach(() => alidns?.stop());

async function scene(
  options: Partial<FakeAlidnsOptions> = {},
  tools: Partial<ProviderTools> = {},
): Promise<Scene> {
  const fake = await startFakeAlidns({ zones: ['shop.example'], listLagSeconds: 0, ...options });
  alidns = fake;
  const clock = hastyClock();
  const secrets = { 'alidns/id': `${fake.key.id}\n`, 'alidns/secret': `${fake.key.secret}\n` };
  const handed = providerTools(secrets, { clock, ...tools });
  const start = () => createAlidnsProvider({ endpoint: fake.url, random: () => 0.5 });
  let provider = start();
  const read = (config: object) =>
    provider.readConfig({
      accessTokenSecretRef: { name: 'alidns', key: 'id' },
      secretKeySecretRef: { name: 'alidns', key: 'secret' },
      ...config,
    });
  return {
    alidns: fake,
    clock,
    present: (what = record, config = {}) => provider.present(what, read(config), handed),
    cleanUp: (what = record, config = {}) => provider.cleanUp(what, read(config), handed),
    restart: () => void (provider = start()),
    actions: () => fake.calls.map(({ action }) => action),
  };
}

describe('a value at Alibaba Cloud DNS', () => {
  it('is published and removed by one call each', async () => {
    const { alidns, present, cleanUp, actions } = await scene();

    await present();
    expect(alidns.records).toMatchObject([
      { zone: 'shop.example', rr: '_acme-challenge', type: 'TXT', value: record.value, ttlSeconds: 600 },
    ]);
    await cleanUp();

    expect(alidns.records).toEqual([]);
    expect(actions()).toEqual(['AddDomainRecord', 'DeleteDomainRecord']);
  });

  it('is found by value after a restart, on whatever page', async () => {
    const { alidns, present, cleanUp, restart, actions } = await scene();
    for (let other = 0; other < 85; other += 1) {
      await alidns.addTxt('shop.example', '_acme-challenge', String(other));
    }
    await alidns.addTxt('shop.example', '_acme-challenge', 'x'.repeat(43));
    await present();
    restart();

    await cleanUp();

    expect(alidns.records.length).toBe(86);
    expect(actions()).toEqual(['AddDomainRecord', 'DescribeSubDomainRecords', 'DeleteDomainRecord']);
  });

  it('may be there already, or gone already', async () => {
    const { alidns, present, cleanUp, restart } = await scene({ listLagSeconds: 30 });
    await present();
    restart();
    await present();
    restart();
    await expect(cleanUp()).rejects.toMatchObject({ reason: 'AlidnsListLags', retry: true });
    const [left] = alidns.records;
    expect(alidns.records.length).toBe(1);

    await cleanUp({ ...record, value: 'never published' });

    expect(alidns.records).toEqual([left]);
  });

  it('has 600 s where the edition allows no shorter TTL', async () => {
    const { alidns, present } = await scene();

    await present(record, { ttl: 60 });

    expect(alidns.records).toMatchObject([{ ttlSeconds: 600 }]);
  });

  it('has the TTL that the Issuer wants where the edition allows it', async () => {
    const { alidns, present } = await scene({ zones: [{ name: 'shop.example', minTtlSeconds: 1 }] });

    await present(record, { ttl: 60 });

    expect(alidns.records).toMatchObject([{ ttlSeconds: 60 }]);
  });

  it.each(['example.', 'www.shop.example.', 'elsewhere.test.'])(
    'goes into the zone of the account when DNS names another: %s',
    async (zone) => {
      const { alidns, present } = await scene();

      await present({ ...record, fqdn: '_acme-challenge.www.shop.example.', zone });

      expect(alidns.records).toMatchObject([{ zone: 'shop.example', rr: '_acme-challenge.www' }]);
    },
  );

  it('waits for a change of the same zone that is under way', async () => {
    const { alidns, present } = await scene();
    alidns.failNext({ times: 2, fault: { code: 'LastOperationNotFinished' } });

    await present();

    expect(alidns.records.length).toBe(1);
  });
});

describe('an Alibaba Cloud DNS that refuses', () => {
  it.each([
    [
      'InvalidDomainName.NoExist',
      'AlidnsZoneNotFound',
      'add the domain to the account whose API key the Issuer names, or correct the key',
    ],
    [
      'Forbidden.RAM',
      'AlidnsAccessDenied',
      'allow alidns:AddDomainRecord, alidns:DescribeSubDomainRecords and alidns:DeleteDomainRecord for the domain',
    ],
    [
      'QuotaExceeded.Record',
      'AlidnsPlanLimit',
      'remove old TXT records of this name in the console, or upgrade the edition',
    ],
    [
      'DomainRecordConflict',
      'AlidnsRefused',
      'another record of this name, such as a CNAME, is in the way of a TXT record',
    ],
  ])('is passed on with advice: %s', async (code, reason, advice) => {
    const { alidns, present } = await scene();
    alidns.failNext({ times: 10, fault: { code, message: 'No.' } });

    await expect(present()).rejects.toMatchObject({
      reason,
      retry: false,
      message: `Alibaba Cloud DNS refused to create the TXT record of _acme-challenge.shop.example.: No. (${code}); ${advice}`,
    });
  });

  it('says what is wrong with the key, the same on every try', async () => {
    const wrong = providerTools({ 'alidns/id': 'LTAIfakefakefakefake', 'alidns/secret': 'wrong' });
    const { present } = await scene({}, wrong);
    const texts = [];
    for (let tries = 0; tries < 2; tries += 1) texts.push(await present().catch(String));

    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain(
      'The request signature we calculated does not match the signature you provided. (SignatureDoesNotMatch); check the API key that the Issuer names and what it is allowed to do',
    );
  });

  it('is asked again when it throttles, until the time is up', async () => {
    const { alidns, clock, present } = await scene();
    alidns.failNext({ times: 100, fault: { code: 'Throttling.User', message: 'Denied by flow control.' } });

    await expect(present()).rejects.toMatchObject({ reason: 'AlidnsThrottled', retry: true });
    expect(clock.waitedSeconds).toBeLessThan(20);
  });

  it.each([
    ['a gateway that answers', { httpStatus: 502 }, 'AlidnsUnavailable', 'with HTTP status 502'],
    [
      'a connection that breaks',
      { drop: true },
      'AlidnsUnreachable',
      'did not answer the call AddDomainRecord',
    ],
  ] as const)('is no different from %s', async (_, fault, reason, text) => {
    const { alidns, present } = await scene();
    alidns.failNext({ times: 100, fault });

    await expect(present()).rejects.toMatchObject({
      reason,
      retry: true,
      message: expect.stringContaining(text) as string,
    });
  });

  it('may have another time than this machine', async () => {
    const { alidns, present } = await scene({ clockSkewSeconds: 3600 });

    await present();

    expect(alidns.calls.map(({ outcome }) => outcome)).toEqual(['InvalidTimeStamp.Expired', 'ok']);
  });
});
