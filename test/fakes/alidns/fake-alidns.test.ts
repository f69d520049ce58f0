import { afterEach, describe, expect, it } from 'vitest';
import { fetch } from 'undici';
import { alidns as vendor, createAlidnsClient } from '../../../dns/providers/alidns/client.ts';
import { apiCall } from '../../build/provider-tools.ts';
import { startFakeAlidns } from './fake-alidns.ts';
import type { FakeAlidns, FakeAlidnsOptions } from './fake-alidns.ts';
import { judgeSignature } from './signature.ts';

describe('the signatures that the fake computes on its own', () => {
  const key = { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' };
  const signature = '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0';
  const request = {
    path: '/',
    query: new URLSearchParams({
      RegionId: 'cn-shanghai',
      ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
    }),
    body: Buffer.alloc(0),
    headers: {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
      authorization: `ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=${signature}`,
    },
  };
  const then = new Date('2023-10-26T10:30:00Z');

  it('are those that the vendor publishes', async () => {
    expect(await judgeSignature(request, key, then)).toBeUndefined();
  });

  it.each([
    ['another query', { query: new URLSearchParams({ RegionId: 'cn-beijing' }) }, then],
    ['a body', { body: Buffer.from('x') }, then],
    ['a header that is not signed', { headers: { ...request.headers, 'x-acs-extra': 'x' } }, then],
  ])('are refused with %s', async (_, change, now) => {
    expect(await judgeSignature({ ...request, ...change }, key, now)).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it('are refused a quarter of an hour later', async () => {
    expect(await judgeSignature(request, key, new Date('2023-10-26T10:38:00Z'))).toMatchObject({
      code: 'InvalidTimeStamp.Expired',
    });
  });
});

describe('an account at Alibaba Cloud DNS', () => {
  let alidns: FakeAlidns | undefined;
  afterEach(() => alidns?.stop());

  /** @returns a way to call it that gives the answer, or the code of the refusal */
  async function start(options: Partial<FakeAlidnsOptions> = {}, nonce?: () => string) {
    let count = 0;
    const fake = await startFakeAlidns({
      zones: ['shop.example', '例子.中国'],
      listLagSeconds: 0,
      ...options,
    });
    alidns = fake;
    const url = new URL(fake.url);
    return async (action: string, query: Readonly<Record<string, string>>): Promise<unknown> => {
      const nonces = nonce ?? (() => String((count += 1)));
      const client = createAlidnsClient(apiCall(vendor), {
        url,
        key: fake.key,
        account: 'ours',
        nonce: nonces,
      });
      const outcome = await client.ask(action, query);
      return outcome.ok ? outcome.answer : outcome.code;
    };
  }
  const txt = { DomainName: 'shop.example', RR: '_acme-challenge', Type: 'TXT', Value: 'v' };

  it('refuses what is not signed, and a nonce that was used', async () => {
    const call = await start({}, () => 'always the same');
    const response = await fetch(alidns?.url ?? '', { method: 'POST' });

    expect([response.status, await response.json()]).toMatchObject([400, { Code: 'IncompleteSignature' }]);
    await call('AddDomainRecord', txt);
    expect(await call('AddDomainRecord', txt)).toBe('SignatureNonceUsed');
  });

  it('takes a record once, lists it a while later, and deletes it once', async () => {
    const call = await start({ listLagSeconds: 0.2 });
    const which = { SubDomain: '_acme-challenge.shop.example', DomainName: 'shop.example' };
    const added = (await call('AddDomainRecord', txt)) as { RecordId: string };

    expect(await call('AddDomainRecord', txt)).toBe('DomainRecordDuplicate');
    expect(await call('DescribeSubDomainRecords', which)).toMatchObject({ TotalCount: 0 });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await call('DescribeSubDomainRecords', which)).toMatchObject({
      TotalCount: 1,
      DomainRecords: { Record: [{ RR: '_acme-challenge', Value: 'v', TTL: 600 }] },
    });
    expect(await call('DeleteDomainRecord', added)).toMatchObject({ RecordId: added.RecordId });
    expect(await call('DeleteDomainRecord', { RecordId: added.RecordId })).toBe(
      'DomainRecordNotBelongToUser',
    );
  });

  it('gives twenty records on a page unless more are asked for', async () => {
    const call = await start();
    for (let n = 0; n < 25; n += 1) await alidns?.addTxt('shop.example', 'many', String(n));
    const which = { SubDomain: 'many.shop.example', DomainName: 'shop.example' };

    expect(await call('DescribeSubDomainRecords', which)).toMatchObject({ TotalCount: 25, PageSize: 20 });
    expect(await call('DescribeSubDomainRecords', { ...which, PageNumber: '2' })).toMatchObject({
      PageSize: 5,
    });
    expect(await call('DescribeSubDomainRecords', { ...which, PageSize: '101' })).toBe(
      'InvalidParameter.PageSize',
    );
  });

  it.each([
    [{ TTL: '599' }, 'QuotaExceeded.TTL'],
    [{ RR: 'a..b' }, 'SubDomainInvalid.Value'],
    [{ DomainName: 'elsewhere.test' }, 'InvalidDomainName.NoExist'],
    [{ DomainName: 'cn' }, 'InvalidDomainName.Format'],
    [{ Value: '' }, 'MissingValue'],
  ])('refuses a record with %j', async (change, code) => {
    const call = await start();

    expect(await call('AddDomainRecord', { ...txt, ...change })).toBe(code);
  });
});
