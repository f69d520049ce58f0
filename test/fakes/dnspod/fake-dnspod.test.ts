import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createDnspodClient } from '../../../dns/providers/dnspod/api/client.ts';
import { runOrThrow } from '../../cluster/process.ts';
import { dnspod as dnspodVendor } from '../../../dns/providers/dnspod/vendor.ts';
import { apiCall } from '../../build/provider-tools.ts';
import { startFakeDnspod } from './fake-dnspod.ts';
import type { FakeDnspod, FakeDnspodOptions } from './fake-dnspod.ts';
import { judgeSignature, signatureOf } from './signature.ts';

describe('the signatures that the fake computes on its own', () => {
  const host = 'dnspod.tencentcloudapi.com';
  const request = {
    body: Buffer.from(
      '{"Domain":"example.com","Subdomain":"_acme-challenge","RecordType":"TXT","Limit":100}',
    ),
    timestamp: '1551113065',
    date: '2019-02-25',
    service: 'dnspod',
  };

  it.each([
    [
      'content-type;host',
      { host, 'content-type': 'application/json' },
      '52029be369f457130d311603cb817f063eea358518798d9386f615a1bfaf5b20',
    ],
    [
      'content-type;host;x-tc-action',
      { host, 'content-type': 'application/json', 'x-tc-action': 'DescribeRecordList' },
      'dda4caee4e63bc027af4ebcd9a489cef37e8938690f058780e030cadac9c7185',
    ],
    [
      'content-type;host',
      { host, 'content-type': 'application/json; charset=utf-8' },
      'f2eaa1c16682fe83d99319f4b70b7dcefef18be8a49be1055bdf333db73966c1',
    ],
  ])('are those that the vendor publishes: %s', async (signed, headers, signature) => {
    const parts = { ...request, headers, signed: signed.split(';') };

    expect(await signatureOf(parts, 'SECRETEXAMPLE')).toBe(signature);
  });

  it('are refused once the body is another one', async () => {
    const headers = {
      host,
      'content-type': 'application/json',
      'x-tc-timestamp': request.timestamp,
      authorization:
        'TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/dnspod/tc3_request, SignedHeaders=content-type;host, Signature=52029be369f457130d311603cb817f063eea358518798d9386f615a1bfaf5b20',
    };
    const keys = [{ secretId: 'AKIDEXAMPLE', secretKey: 'SECRETEXAMPLE' }];
    const now = new Date(1_551_113_065_000);

    expect(await judgeSignature({ headers, body: request.body }, keys, now)).toBeUndefined();
    expect(await judgeSignature({ headers, body: Buffer.from('{}') }, keys, now)).toMatchObject({
      code: 'AuthFailure.SignatureFailure',
    });
    expect(
      await judgeSignature({ headers, body: request.body }, keys, new Date(1_551_113_400_000)),
    ).toMatchObject({
      code: 'AuthFailure.SignatureExpire',
    });
  });
});

describe('a DNSPod account with two zones', () => {
  let dnspod: FakeDnspod | undefined;
  afterEach(() => dnspod?.stop());

  /** @returns a way to call it that gives the answer, or the code of the refusal */
  async function start(options: Partial<FakeDnspodOptions> = {}, key?: FakeDnspod['key']) {
    const zones = ['shop.example', { name: '例子.中国', grade: 'DP_ULTRA' }];
    const fake = await startFakeDnspod({ zones, listLagSeconds: 0, ...options });
    dnspod = fake;
    return async (action: string, parameters: object): Promise<unknown> => {
      const url = new URL(fake.url);
      const options = { url, credentials: key ?? fake.key, account: 'ours' };
      const client = createDnspodClient(apiCall(dnspodVendor), options);
      const outcome = await client.ask(action, { ...parameters });
      return outcome.ok ? outcome.answer : outcome.code;
    };
  }
  const txt = { Domain: 'shop.example', RecordType: 'TXT', RecordLine: '默认', SubDomain: '_acme-challenge' };

  it('knows its own key only', async () => {
    const call = await start({}, { secretId: 'AKIDstranger', secretKey: 'x' });

    expect(await call('DescribeDomainList', {})).toBe('AuthFailure.SecretIdNotFound');
  });

  it('refuses what is not signed at all', async () => {
    await start();
    const response = await fetch(dnspod?.url ?? '', { method: 'POST', body: '{}' });

    expect(await response.json()).toMatchObject({
      Response: { Error: { Code: 'AuthFailure.SignatureFailure' } },
    });
  });

  it('speaks HTTPS when it has a certificate', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'certloom-dnspod-'));
    const [keyFile, certificateFile] = [join(dir, 'key'), join(dir, 'crt')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    await runOrThrow('openssl', ['req', ...kind, ...subject, '-keyout', keyFile, '-out', certificateFile]);
    const [keyPem, certificatePem] = await Promise.all([
      readFile(keyFile, 'utf8'),
      readFile(certificateFile, 'utf8'),
    ]);
    await rm(dir, { recursive: true });
    await start({ tls: { keyPem, certificatePem } });
    const dispatcher = new Agent({ connect: { ca: certificatePem } });

    const response = await fetch(dnspod?.url ?? '', { method: 'POST', body: '{}', dispatcher });

    expect(response.status).toBe(200);
    await response.text();
    await dispatcher.close();
  });

  it('lists its zones in Unicode, by pages', async () => {
    const call = await start();

    expect(await call('DescribeDomainList', { Offset: 1, Limit: 1 })).toMatchObject({
      DomainCountInfo: { DomainTotal: 2 },
      DomainList: [{ Name: '例子.中国', Punycode: 'xn--fsqu00a.xn--fiqs8s', Grade: 'DP_ULTRA' }],
    });
    expect(await call('DescribeDomain', { Domain: '例子.中国' })).toMatchObject({
      DomainInfo: { Status: 'ENABLE' },
    });
  });

  it('spells the grades of its plans in another case than those of its zones', async () => {
    const call = await start();

    expect(await call('DescribePackageDetail', {})).toMatchObject({
      Info: [{ DomainGrade: 'DP_free', MinTtl: 600 }, {}, {}],
    });
  });

  it('takes a record once, and tells that it is there before any list does', async () => {
    const call = await start({ listLagSeconds: 30 });

    expect(await call('CreateRecord', { ...txt, Value: 'v' })).toMatchObject({
      RecordId: expect.any(Number) as number,
    });
    expect(await call('CreateRecord', { ...txt, Value: 'v' })).toBe('InvalidParameter.DomainRecordExist');
    expect(await call('DescribeRecordList', { Domain: 'shop.example' })).toBe(
      'ResourceNotFound.NoDataOfRecord',
    );
    expect(await call('DescribeRecordList', { Domain: 'shop.example', ErrorOnEmpty: 'no' })).toMatchObject({
      RecordList: [],
    });
  });

  it('lists by the exact name, the newer spelling of which wins', async () => {
    const call = await start();
    for (const SubDomain of ['a', 'b.a']) await call('CreateRecord', { ...txt, SubDomain, Value: 'v' });

    expect(
      await call('DescribeRecordList', { Domain: 'shop.example', Subdomain: 'b.a', SubDomain: 'a' }),
    ).toMatchObject({
      RecordCountInfo: { TotalCount: 1 },
      RecordList: [{ Name: 'a', Value: 'v', Line: '默认', LineId: '0', Type: 'TXT', TTL: 600 }],
    });
  });

  it.each([
    [{ TTL: 599 }, 'LimitExceeded.RecordTtlLimit'],
    [{ SubDomain: 'a.b.c.d.e.f' }, 'LimitExceeded.SubdomainLevelLimit'],
    [{ SubDomain: 'a..b' }, 'InvalidParameter.SubdomainInvalid'],
    [{ RecordLine: '月球' }, 'InvalidParameter.RecordLineInvalid'],
    [{ Value: 'x'.repeat(256) }, 'InvalidParameter.RecordValueLengthInvalid'],
    [{ Value: undefined }, 'MissingParameter'],
    [{ Domain: 'elsewhere.test' }, 'InvalidParameterValue.DomainNotExists'],
    [{ Domain: 'foreign.test' }, 'OperationDenied.NoPermissionToOperateDomain'],
    [{ Domain: 'cn' }, 'InvalidParameter.DomainInvalid'],
  ])('refuses a record with %j', async (change, code) => {
    const call = await start({ foreignZones: ['foreign.test'] });

    expect(await call('CreateRecord', { ...txt, Value: 'v', ...change })).toBe(code);
  });

  it('holds no more than twenty records of one name', async () => {
    const call = await start();
    for (let n = 0; n < 20; n += 1) await call('CreateRecord', { ...txt, Value: String(n) });

    expect(await call('CreateRecord', { ...txt, Value: '20' })).toBe('LimitExceeded.SubdomainRollLimit');
  });

  it('deletes a record once', async () => {
    const call = await start();
    const created = (await call('CreateRecord', { ...txt, Value: 'v' })) as { RecordId: number };
    const which = { Domain: 'shop.example', RecordId: created.RecordId };

    expect(await call('DeleteRecord', which)).toMatchObject({ RequestId: expect.any(String) as string });
    expect(await call('DeleteRecord', which)).toBe('InvalidParameter.RecordIdInvalid');
    expect(dnspod?.calls.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['CreateRecord', 'ok'],
      ['DeleteRecord', 'ok'],
      ['DeleteRecord', 'InvalidParameter.RecordIdInvalid'],
    ]);
  });
});
