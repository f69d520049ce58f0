import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startFakeDnspod } from '../../../test/fakes/dnspod/fake-dnspod.ts';
import type { FakeDnspod, FakeDnspodOptions } from '../../../test/fakes/dnspod/fake-dnspod.ts';
import { silentLog } from '../../../runtime/log.ts';
import type { ProviderTools, TxtRecord } from '../../provider.ts';
import { createDnspodProvider } from './provider.ts';

const value = 'gfj9Xq4JY0QzJkVpVhBvQ7x3sY1mQF0bS2tUuWwXyZ0';
const record: TxtRecord = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value };

/** A started fake, a provider that knows where it is, and what the provider is handed. */
interface Scene {
  readonly dnspod: FakeDnspod;
  readonly clock: ReturnType<typeof hastyClock>;
  readonly present: (what?: TxtRecord, config?: object) => Promise<void>;
  readonly cleanUp: (what?: TxtRecord, config?: object) => Promise<void>;
  /** Forgets what the provider remembered. */
  readonly restart: () => void;
  readonly actions: () => readonly string[];
}

let dnspod: FakeDnspod | undefined;
afterEach(() => dnspod?.stop());

async function scene(
  options: Partial<FakeDnspodOptions> = {},
  tools: Partial<ProviderTools> = {},
): Promise<Scene> {
  const fake = await startFakeDnspod({ zones: ['shop.example'], listLagSeconds: 0, ...options });
  dnspod = fake;
  const clock = hastyClock();
  const { secretId, secretKey } = fake.key;
  const handed = providerTools(
    { 'dnspod/id': `${secretId}\n`, 'dnspod/key': `  ${secretKey}\n` },
    { clock, ...tools },
  );
  const start = () => createDnspodProvider({ endpoint: fake.url, random: () => 0.5 });
  let provider = start();
  const read = (config: object) =>
    provider.readConfig({
      secretIdRef: { name: 'dnspod', key: 'id' },
      secretKeyRef: { name: 'dnspod', key: 'key' },
      ...config,
    });
  return {
    dnspod: fake,
    clock,
    present: (what = record, config = {}) => provider.present(what, read(config), handed),
    cleanUp: (what = record, config = {}) => provider.cleanUp(what, read(config), handed),
    restart: () => void (provider = start()),
    actions: () => fake.calls.map(({ action }) => action),
  };
}

describe('publishing a value', () => {
  it('takes one call, on the default line of either site', async () => {
    const { dnspod, present } = await scene();

    await present();

    expect(dnspod.calls).toMatchObject([
      {
        action: 'CreateRecord',
        parameters: {
          Domain: 'shop.example',
          SubDomain: '_acme-challenge',
          RecordType: 'TXT',
          RecordLine: '默认',
          RecordLineId: '0',
          Value: value,
          TTL: 600,
        },
      },
    ]);
  });

  it('is a success when the value is already there', async () => {
    const { dnspod, present, restart } = await scene();
    await present();
    restart();

    await present();

    expect(dnspod.records.length).toBe(1);
  });

  it('sends the name of a line alone, and no TTL when it is null', async () => {
    const { dnspod, present } = await scene();

    await present(record, { recordLine: '境外', ttl: null });

    const [call] = dnspod.calls;
    expect(call?.parameters).toMatchObject({ RecordLine: '境外' });
    expect(call?.parameters).not.toHaveProperty('RecordLineId');
    expect(call?.parameters).not.toHaveProperty('TTL');
  });

  it('takes the shortest TTL that the plan allows when the wanted one is too short', async () => {
    const { dnspod, present } = await scene({ zones: [{ name: 'shop.example', grade: 'DP_PLUS' }] });

    await present(record, { ttl: 10 });

    expect(dnspod.records).toMatchObject([{ ttlSeconds: 60 }]);
  });

  it('takes 600 s when the plan may not be looked at', async () => {
    const { dnspod, present } = await scene();
    dnspod.failNext({ action: 'DescribePackageDetail', fault: { code: 'UnauthorizedOperation' } });

    await present(record, { ttl: 10 });

    expect(dnspod.records).toMatchObject([{ ttlSeconds: 600 }]);
  });

  it('asks once what the plan allows, and says in the log that the TTL was raised', async () => {
    const said: [object, string][] = [];
    const log = { ...silentLog, warn: (fields: object, text: string) => void said.push([fields, text]) };
    const { present, actions } = await scene({}, { log });

    await present(record, { ttl: 60 });
    await present({ ...record, value: 'another' }, { ttl: 60 });

    expect(actions()).toEqual([
      'CreateRecord',
      'DescribeDomain',
      'DescribePackageDetail',
      'CreateRecord',
      'CreateRecord',
    ]);
    expect(said).toEqual([
      [
        { zone: 'shop.example', wantedSeconds: 60, ttlSeconds: 600 },
        'The DNSPod plan of the domain allows no TTL as short as the Issuer wants; records have the shortest it allows',
      ],
    ]);
  });

  it('says in the log that a record on another line is not seen by everybody', async () => {
    const said: object[] = [];
    const log = { ...silentLog, warn: (fields: object) => void said.push(fields) };
    const { present } = await scene({}, { log });

    await present(record, { recordLine: '境外' });

    expect(said).toEqual([{ zone: 'shop.example', recordLine: '境外' }]);
  });

  it('says what to do when the plan has no such line', async () => {
    const { present } = await scene();

    await expect(present(record, { recordLine: '月球' })).rejects.toMatchObject({
      reason: 'DnspodRefused',
      message: expect.stringContaining(
        'recordLine must be a line that the plan of the domain has; leave it out for the default line',
      ) as string,
    });
  });

  it('says what to do when the name is too deep for the plan', async () => {
    const { present } = await scene();

    await expect(
      present({ ...record, fqdn: '_acme-challenge.a.b.c.d.e.shop.example.' }),
    ).rejects.toMatchObject({
      reason: 'DnspodPlanLimit',
      retry: false,
      message:
        'DNSPod refused to create the TXT record of _acme-challenge.a.b.c.d.e.shop.example.: The subdomain level exceeds the limit of the plan. (LimitExceeded.SubdomainLevelLimit); point the name by a CNAME to one with fewer labels (cnameStrategy: Follow), add the sub-domain as a zone of its own, or upgrade the plan of the domain',
    });
  });

  it('puts a name that is the zone itself at @', async () => {
    const { dnspod, present } = await scene();

    await present({ ...record, fqdn: 'Shop.example.' });

    expect(dnspod.records).toMatchObject([{ subDomain: '@' }]);
  });

  it.each(['example.', 'www.shop.example.', 'elsewhere.test.'])(
    'finds the zone of the account when DNS names another: %s',
    async (zone) => {
      const { dnspod, present, actions } = await scene();
      const wanted = { ...record, fqdn: '_acme-challenge.www.shop.example.', zone };

      await present(wanted);
      expect(dnspod.records).toMatchObject([{ subDomain: '_acme-challenge.www' }]);

      dnspod.forgetCalls();
      await present({ ...wanted, value: 'another' });
      expect(actions()).toEqual(['CreateRecord']);
    },
  );

  it('finds the zone with a key that is told nothing of other zones', async () => {
    const { dnspod, present } = await scene({ foreignZones: ['www.shop.example'] });
    const denied = { code: 'UnauthorizedOperation', message: 'you are not authorized' };
    dnspod.failNext({ action: 'CreateRecord', fault: { code: 'InvalidParameter.DomainInvalid' } });
    dnspod.failNext({ times: 2, action: 'CreateRecord', fault: denied });

    await present({ ...record, fqdn: '_acme-challenge.www.shop.example.', zone: 'example.' });

    expect(dnspod.records).toMatchObject([{ subDomain: '_acme-challenge.www' }]);
  });

  it('tries no other zone with a key that is wrong', async () => {
    const { dnspod, present } = await scene(
      {},
      providerTools({ 'dnspod/id': 'AKIDwrong', 'dnspod/key': 'x' }),
    );

    await expect(present()).rejects.toMatchObject({ reason: 'DnspodAccessDenied', retry: false });
    expect(dnspod.calls.length).toBe(1);
  });

  it('says that the account has no such zone', async () => {
    const { present } = await scene({ zones: ['other.example'] });

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodZoneNotFound',
      retry: false,
      message:
        'DNSPod refused to create the TXT record of _acme-challenge.shop.example.: The domain is not in your account. (InvalidParameterValue.DomainNotExists); add the domain to the account whose API key the Issuer names, or correct the key',
    });
  });
});

describe('removing a value', () => {
  it('uses the id that came back, though no list shows the record yet', async () => {
    const { dnspod, present, cleanUp, actions } = await scene({ listLagSeconds: 30 });
    await present();

    await cleanUp();

    expect(dnspod.records).toEqual([]);
    expect(actions()).toEqual(['CreateRecord', 'DeleteRecord']);
  });

  it('finds it in the list after a restart, on whatever page', async () => {
    const { dnspod, present, cleanUp, restart } = await scene({ largestPage: 2 });
    for (const other of ['1', '2', '3', '4']) await dnspod.addTxt('shop.example', '_acme-challenge', other);
    await present();
    restart();

    await cleanUp();

    expect(dnspod.records.map((one) => one.value)).toEqual(['1', '2', '3', '4']);
  });

  it('waits for a list that lags when another process has created the record a moment ago', async () => {
    const { dnspod, present, cleanUp, restart } = await scene(
      { listLagSeconds: 0.2 },
      { clock: slowerClock() },
    );
    await present();
    restart();

    await cleanUp();

    expect(dnspod.records).toEqual([]);
  });

  it('does not claim success while a list lags for longer than the call may take', async () => {
    const { dnspod, clock, present, cleanUp, restart } = await scene({ listLagSeconds: 3600 });
    await present();
    restart();

    await expect(cleanUp()).rejects.toMatchObject({
      reason: 'DnspodListLags',
      retry: true,
      message:
        'DNSPod has a TXT record of _acme-challenge.shop.example. that its list does not show yet; it will be removed when it does',
    });
    expect(clock.waitedSeconds).toBeLessThan(20);
    expect(dnspod.records.length).toBe(1);
  });

  it('leaves nothing behind when there was nothing', async () => {
    const { dnspod, cleanUp } = await scene({ listLagSeconds: 30 });

    await cleanUp();
    await cleanUp();

    expect(dnspod.records).toEqual([]);
  });

  it('is not fooled by an id whose record another process has replaced', async () => {
    const { dnspod, present, cleanUp, actions } = await scene();
    await present();
    dnspod.failNext({ action: 'DeleteRecord', fault: { code: 'InvalidParameter.RecordIdInvalid' } });

    await cleanUp();

    expect(actions()).toEqual(['CreateRecord', 'DeleteRecord', 'DescribeRecordList', 'DeleteRecord']);
    expect(dnspod.records).toEqual([]);
  });

  it('compares names that the list shows in Unicode', async () => {
    const { dnspod, present, cleanUp, restart } = await scene({ zones: ['例子.中国'] });
    const wanted = {
      ...record,
      fqdn: '_acme-challenge.xn--fiq228c.xn--fsqu00a.xn--fiqs8s.',
      zone: 'xn--fsqu00a.xn--fiqs8s.',
    };
    await present(wanted);
    restart();

    await cleanUp(wanted);

    expect(dnspod.records).toEqual([]);
  });

  it('succeeds when the account has no such zone', async () => {
    const { cleanUp } = await scene({ zones: ['other.example'] });

    await expect(cleanUp()).resolves.toBeUndefined();
  });

  it('does not succeed with a key that is wrong', async () => {
    const { cleanUp } = await scene({}, providerTools({ 'dnspod/id': 'AKIDwrong', 'dnspod/key': 'x' }));

    await expect(cleanUp()).rejects.toMatchObject({ reason: 'DnspodAccessDenied', retry: false });
  });
});

describe('a DNSPod that stumbles', () => {
  it('is asked again when it throttles', async () => {
    const { dnspod, clock, present } = await scene();
    dnspod.failNext({ times: 3, fault: { code: 'RequestLimitExceeded' } });

    await present();

    expect(dnspod.records.length).toBe(1);
    expect(clock.waitedSeconds).toBe(0.375 + 0.75 + 1.5);
  });

  it('is given up after 20 s of throttling, with the same words every time', async () => {
    const { dnspod, clock, present } = await scene();
    dnspod.failNext({ times: 1000, fault: { code: 'RequestLimitExceeded', message: 'Too many requests.' } });

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodThrottled',
      retry: true,
      message:
        'DNSPod refused to create the TXT record of _acme-challenge.shop.example.: Too many requests. (RequestLimitExceeded); it will be tried again',
    });
    expect(clock.waitedSeconds).toBeLessThan(20);
  });

  it('may have created the record before the connection broke', async () => {
    const { dnspod, present } = await scene();
    dnspod.failNext({ fault: { drop: true, afterwards: true } });

    await present();

    expect(dnspod.records.length).toBe(1);
  });

  it('may answer with the page of a gateway', async () => {
    const { dnspod, present } = await scene();
    dnspod.failNext({ times: 1000, fault: { httpStatus: 502 } });

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodUnavailable',
      retry: true,
      message: 'DNSPod answered the call CreateRecord with HTTP status 502',
    });
  });

  it('may not be there', async () => {
    const { dnspod, present } = await scene();
    await dnspod.stop();

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodUnreachable',
      retry: true,
      message: 'DNSPod did not answer the call CreateRecord',
    });
  });

  it('may have another time than this machine', async () => {
    const { dnspod, present } = await scene({ clockSkewSeconds: 3600 });

    await present();

    expect(dnspod.calls.map(({ outcome }) => outcome)).toEqual(['AuthFailure.SignatureExpire', 'ok']);
  });

  it('puts request ids into its words, which we leave out', async () => {
    const { dnspod, present } = await scene();
    dnspod.failNext({
      fault: { code: 'UnauthorizedOperation', message: 'you are not authorized to do this' },
    });

    await expect(present()).rejects.toThrow(
      'DNSPod refused to create the TXT record of _acme-challenge.shop.example.: you are not authorized to do this (UnauthorizedOperation); check the API key that the Issuer names and what it is allowed to do',
    );
  });

  it('is left alone once the caller has gone', async () => {
    const gone = new AbortController();
    const { dnspod, present } = await scene({}, { signal: gone.signal });
    gone.abort(new Error('the caller has gone'));

    await expect(present()).rejects.toThrow('the caller has gone');
    expect(dnspod.calls).toEqual([]);
  });
});

/** Waits a twentieth of the time. */
function slowerClock(): ProviderTools['clock'] {
  return {
    now: () => new Date(),
    setTimer: (seconds, run) => {
      const timeout = setTimeout(run, seconds * 50);
      return { cancel: () => clearTimeout(timeout) };
    },
  };
}
