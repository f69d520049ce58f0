import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../../test/build/provider-tools.ts';
import { startFakeDnspod } from '../../../../test/fakes/dnspod/fake-dnspod.ts';
import type { FakeDnspod, FakeDnspodOptions } from '../../../../test/fakes/dnspod/fake-dnspod.ts';
import type { TxtRecord } from '../../../provider.ts';
import { createDnspodProvider } from '../provider.ts';

const value = 'gfj9Xq4JY0QzJkVpVhBvQ7x3sY1mQF0bS2tUuWwXyZ0';
const record: TxtRecord = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value };

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

/** @param token what the Secret holds; the right one when left out */
async function scene(options: Partial<FakeDnspodOptions> = {}, token?: string): Promise<Scene> {
  const fake = await startFakeDnspod({ zones: ['shop.example'], listLagSeconds: 0, ...options });
  dnspod = fake;
  const clock = hastyClock();
  const tools = providerTools({ 'dnspod/api-token': `${token ?? fake.token.token}\n` }, { clock });
  const start = () => createDnspodProvider({ legacyEndpoint: fake.url, random: () => 0.5 });
  let provider = start();
  const read = (config: object) =>
    provider.readConfig({
      apiID: fake.token.id,
      apiTokenSecretRef: { name: 'dnspod', key: 'api-token' },
      ...config,
    });
  return {
    dnspod: fake,
    clock,
    present: (what = record, config = {}) => provider.present(what, read(config), tools),
    cleanUp: (what = record, config = {}) => provider.cleanUp(what, read(config), tools),
    restart: () => void (provider = start()),
    actions: () => fake.calls.map(({ action }) => action),
  };
}

describe('an Issuer with a token of the old API', () => {
  it('has its value published by one call, as the vendor wants to be called', async () => {
    const { dnspod, present } = await scene();

    await present();

    expect(dnspod.records).toMatchObject([
      { subDomain: '_acme-challenge', value, lineId: '0', ttlSeconds: 600 },
    ]);
    expect(dnspod.calls).toMatchObject([
      {
        action: 'Record.Create',
        parameters: { domain: 'shop.example', format: 'json', lang: 'en', record_type: 'TXT' },
        outcome: 'ok',
      },
    ]);
  });

  it('has it removed by the id that came back, or by value after a restart, on whatever page', async () => {
    const { dnspod, present, cleanUp, restart, actions } = await scene({ largestPage: 2 });
    await present();
    await cleanUp();
    expect(actions()).toEqual(['Record.Create', 'Record.Remove']);

    for (const other of ['1', '2', '3', '4']) await dnspod.addTxt('shop.example', '_acme-challenge', other);
    await present();
    restart();
    await cleanUp();

    expect(dnspod.records.map((one) => one.value)).toEqual(['1', '2', '3', '4']);
  });

  it('finds the zone of the account when DNS names another', async () => {
    const { dnspod, present } = await scene();

    await present({ ...record, fqdn: '_acme-challenge.www.shop.example.', zone: 'example.' });

    expect(dnspod.records).toMatchObject([{ subDomain: '_acme-challenge.www' }]);
  });

  it('takes what is there already for success, whatever the number that says so', async () => {
    const { dnspod, present, restart } = await scene();
    await present();
    restart();
    await present();
    dnspod.failNext({ action: 'Record.Create', fault: { code: '777', message: 'Undocumented.' } });
    await present();

    expect(dnspod.records.length).toBe(1);
  });

  it('takes 600 s when the wanted TTL is too short', async () => {
    const { dnspod, present } = await scene();

    await present(record, { ttl: 10 });

    expect(dnspod.records).toMatchObject([{ ttlSeconds: 600 }]);
  });

  it('waits when it is throttled', async () => {
    const { dnspod, clock, present } = await scene();
    dnspod.failNext({ times: 2, fault: { code: '-2', message: 'API usage is limited' } });

    await present();

    expect(dnspod.records.length).toBe(1);
    expect(clock.waitedSeconds).toBe(0.375 + 0.75);
  });

  it('says that the account has no such zone', async () => {
    const { present } = await scene({ zones: ['other.example'] });

    await expect(present()).rejects.toMatchObject({ reason: 'DnspodZoneNotFound', retry: false });
  });

  it.each([
    [
      '23',
      'DnspodPlanLimit',
      'point the name by a CNAME to one with fewer labels (cnameStrategy: Follow), add the sub-domain as a zone of its own, or upgrade the plan of the domain',
    ],
    [
      '500025',
      'DnspodPlanLimit',
      'remove old TXT records of this name in the console, or upgrade the plan of the domain',
    ],
    [
      '85',
      'DnspodAccessDenied',
      'DNSPod refuses logins from here: allow them in the security settings of the account',
    ],
  ])('says what can be done about number %s', async (code, reason, advice) => {
    const { dnspod, present } = await scene();
    dnspod.failNext({ fault: { code, message: 'No.' } });

    await expect(present()).rejects.toMatchObject({
      reason,
      retry: false,
      message: `DNSPod refused to create the TXT record of _acme-challenge.shop.example.: No. (${code}); ${advice}`,
    });
  });
});

describe('a token that is wrong', () => {
  const message =
    'DNSPod refused to create the TXT record of _acme-challenge.shop.example.: Login fail, please check login info (-1); check apiID and the token: a DNSPod token is needed, an API key of Tencent Cloud goes into secretIdRef and secretKeyRef';

  it('is tried once a minute, for 30 failures shut the account out for an hour', async () => {
    const { dnspod, present, actions } = await scene({}, 'wrong');

    for (let name = 0; name < 40; name += 1) {
      await expect(present()).rejects.toMatchObject({ reason: 'DnspodAccessDenied', retry: false, message });
    }
    expect(actions()).toEqual(['Record.Create']);

    const right = providerTools({ 'dnspod/api-token': dnspod.token.token });
    const provider = createDnspodProvider({ legacyEndpoint: dnspod.url });
    const ref = { name: 'dnspod', key: 'api-token' };
    await provider.present(record, provider.readConfig({ apiID: 13490, apiTokenSecretRef: ref }), right);
    expect(dnspod.records.length).toBe(1);
  });

  it('is tried again after that', async () => {
    const { clock, present, actions } = await scene({}, 'wrong');
    await expect(present()).rejects.toThrow(message);

    await new Promise<void>((resolve) => clock.setTimer(61, resolve));

    await expect(present()).rejects.toThrow(message);
    expect(actions()).toEqual(['Record.Create', 'Record.Create']);
  });

  it('is never part of a message', async () => {
    const { dnspod, present } = await scene();
    const { id, token } = dnspod.token;
    dnspod.failNext({ fault: { code: '777', message: `login_token ${String(id)},${token} is odd` } });

    await expect(present()).rejects.toThrow('login_token is odd (777)');
  });
});
