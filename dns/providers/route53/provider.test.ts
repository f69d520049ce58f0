import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../test/build/provider-tools.ts';
import { startFakeRoute53 } from '../../../test/fakes/route53/fake-route53.ts';
import type { FakeRoute53, FakeRoute53Options } from '../../../test/fakes/route53/fake-route53.ts';
import type { ProviderTools, TxtRecord } from '../../provider.ts';
import { createRoute53Provider } from './provider.ts';

const value = 'v'.repeat(43);
const fqdn = '_acme-challenge.shop.example.';
const record: TxtRecord = { fqdn, zone: 'shop.example.', value };
const own = { identifier: `"${value}"`, multiValue: true, ttlSeconds: 10, values: [`"${value}"`] };
const secretRef = { name: 'aws', key: 'secret' };

interface Scene {
  readonly aws: FakeRoute53;
  readonly clock: ReturnType<typeof hastyClock>;
  readonly present: (what?: TxtRecord) => Promise<void>;
  readonly cleanUp: (what?: TxtRecord) => Promise<void>;
  /** Forgets what the provider remembered. */
  readonly restart: () => void;
  readonly actions: () => readonly string[];
}

let aws: FakeRoute53 | undefined;
afterEach(() => aws?.stop());

async function scene(
  options: Partial<FakeRoute53Options> = {},
  changes: { readonly config?: object; readonly tools?: Partial<ProviderTools> } = {},
): Promise<Scene> {
  const fake = await startFakeRoute53({ zones: ['shop.example'], ...options });
  aws = fake;
  const clock = hastyClock();
  const secrets = { 'aws/secret': `${fake.key.secretAccessKey}\n` };
  const tools = providerTools(secrets, { clock, ...changes.tools });
  const start = () => createRoute53Provider({ endpoint: fake.url, stsEndpoint: fake.url, random: () => 0.5 });
  let provider = start();
  const config = provider.readConfig({
    accessKeyID: fake.key.accessKeyId,
    secretAccessKeySecretRef: secretRef,
    ...changes.config,
  });
  return {
    aws: fake,
    clock,
    present: (what = record) => provider.present(what, config, tools),
    cleanUp: (what = record) => provider.cleanUp(what, config, tools),
    restart: () => void (provider = start()),
    actions: () => fake.calls.map(({ action }) => action),
  };
}

describe('a value at Route 53', () => {
  it('is published and removed by one request each, once the zone is known', async () => {
    const { aws, present, cleanUp, actions } = await scene();

    await present();
    expect(aws.sets).toMatchObject([{ name: fqdn, type: 'TXT', ...own }]);
    await cleanUp();
    await present();

    expect(actions()).toEqual([
      'ListHostedZonesByName',
      'ChangeResourceRecordSets',
      'ChangeResourceRecordSets',
      'ChangeResourceRecordSets',
    ]);
  });

  it('stands beside the sets of an upstream controller, and takes over one of the same value', async () => {
    const { aws, present, cleanUp, restart } = await scene();
    const theirs = { ...own, identifier: '"theirs"', values: ['"theirs"'] };
    await aws.addTxt(fqdn, theirs);
    await aws.addTxt(fqdn, own);

    await present();
    expect(aws.sets).toHaveLength(2);
    restart();
    await cleanUp();

    expect(aws.sets).toMatchObject([theirs]);
  });

  it('joins the other values of a set that allows nothing beside it, and leaves them as they were', async () => {
    const { aws, present, cleanUp, restart } = await scene();
    const theirs = { values: ['"v=spf1 -all"', '"a \\"b\\"" "c"'] };
    await aws.addTxt(fqdn, theirs);

    await present();
    await present();
    expect(aws.sets).toMatchObject([{ values: [...theirs.values, `"${value}"`], ttlSeconds: 300 }]);
    restart();
    await cleanUp();

    expect(aws.sets).toMatchObject([theirs]);
  });

  it('joins them even when somebody changes the set at the same time, and loses nothing', async () => {
    const { aws, present, cleanUp } = await scene();
    await aws.addTxt(fqdn, { values: ['"0"'] });
    let [more, most] = [0, 3];
    aws.beforeChange = () => {
      const [set] = aws.sets;
      if (more < most && set) (set.values as string[]).push(`"${String((more += 1))}"`);
    };

    await present();
    expect(aws.sets.flatMap(({ values }) => values)).toEqual(['"0"', '"1"', '"2"', '"3"', own.values[0]]);
    most = 6;
    await cleanUp();

    expect(aws.sets.flatMap(({ values }) => values)).toEqual([
      '"0"',
      '"1"',
      '"2"',
      '"3"',
      '"4"',
      '"5"',
      '"6"',
    ]);
  });

  it('is one of many that come at the same time, of which none is lost', async () => {
    const { aws, present } = await scene();
    await aws.addTxt(fqdn, { values: ['"0"'] });
    const values = Array.from({ length: 10 }, (_, index) => `value-${String(index)}`);

    await Promise.all(values.map((one) => present({ ...record, value: one })));

    expect(aws.sets.flatMap((set) => set.values).toSorted()).toEqual([
      '"0"',
      ...values.map((one) => `"${one}"`),
    ]);
  });

  it('is found on whatever page', async () => {
    const { aws, present, cleanUp, restart } = await scene({ largestPage: 2 });
    for (const other of ['1', '2', '3', '4']) {
      await aws.addTxt(fqdn, { ...own, identifier: other, values: [`"${other}"`] });
    }
    await aws.addTxt(fqdn, { ...own, identifier: 'zzz' });
    restart();

    await cleanUp();
    expect(aws.sets.map(({ identifier }) => identifier)).toEqual(['1', '2', '3', '4']);
    await present();

    expect(aws.sets).toHaveLength(5);
  });

  it('may be longer than a string of TXT may be', async () => {
    const { aws, present, cleanUp, restart } = await scene();
    const long = { ...record, value: `${'a"\\'.repeat(100)}end` };

    await present(long);
    expect(aws.sets[0]?.values[0]?.match(/" "/g)).toHaveLength(1);
    restart();
    await cleanUp(long);

    expect(aws.sets).toEqual([]);
  });

  it('may be gone already', async () => {
    const { cleanUp, actions } = await scene();

    await cleanUp();

    expect(actions()).toEqual([
      'ListHostedZonesByName',
      'ChangeResourceRecordSets',
      'ListResourceRecordSets',
    ]);
  });

  it.each(['example.', 'www.shop.example.', 'elsewhere.test.'])(
    'goes into the zone of the account when DNS names another: %s',
    async (zone) => {
      const { aws, present } = await scene();

      await present({ ...record, fqdn: '_acme-challenge.www.shop.example.', zone });

      expect(aws.sets).toMatchObject([{ name: '_acme-challenge.www.shop.example.' }]);
    },
  );

  it('goes into the public zone, of two with one name', async () => {
    const zones = [{ name: 'shop.example', private: true }, 'shop.example'];
    const { aws, present } = await scene({ zones });

    await present();

    expect(aws.sets).toMatchObject([{ zoneId: aws.zones[1]?.id }]);
  });

  it('goes into the zone that the Issuer names, without a list of them', async () => {
    const zones = ['shop.example', { name: 'shop.example', private: true }];
    const fake = await startFakeRoute53({ zones });
    await fake.stop();
    const { aws, present, actions } = await scene(
      { zones, allowed: ['ChangeResourceRecordSets'] },
      { config: { hostedZoneID: `/hostedzone/${fake.zones[1]?.id ?? ''}` } },
    );

    await present();

    expect(aws.sets).toMatchObject([{ zoneId: fake.zones[1]?.id }]);
    expect(actions()).toEqual(['ChangeResourceRecordSets']);
  });
});

describe('a Route 53 that refuses', () => {
  const refused = 'Route 53 refused to create the TXT record of _acme-challenge.shop.example.';

  it('says that there is no such zone', async () => {
    const { present, cleanUp } = await scene({
      zones: ['other.example', { name: 'shop.example', private: true }],
    });

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53ZoneNotFound',
      retry: false,
      message: `${refused}: The account has no public hosted zone shop.example. (no zone); create a public hosted zone in the account of the key or role, or correct hostedZoneID or role`,
    });
    await expect(cleanUp()).resolves.toBeUndefined();
  });

  it('says which permission is missing, and which are needed', async () => {
    const { present } = await scene({ allowed: ['ListHostedZonesByName'] });

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53AccessDenied',
      retry: false,
      message: expect.stringMatching(
        /not authorized to perform: route53:ChangeResourceRecordSets .* \(AccessDenied\); the key or role needs route53:ListHostedZonesByName .* for the hosted zone$/,
      ) as string,
    });
  });

  it('says what is wrong with a secret, without what was signed with it', async () => {
    const { present } = await scene({}, { tools: providerTools({ 'aws/secret': 'another' }) });

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53AccessDenied',
      message: `${refused}: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details. (SignatureDoesNotMatch); check secretAccessKeySecretRef: it is not the secret of this access key`,
    });
  });

  it('says what is wrong with an access key that is none', async () => {
    const { present } = await scene({}, { config: { accessKeyID: 'AKIANOBODY' } });

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53AccessDenied',
      message: expect.stringContaining(
        '(InvalidClientTokenId); check the access key: AWS has none of this id',
      ) as string,
    });
  });

  it('says why a zone that the Issuer names cannot hold the name', async () => {
    const fake = await startFakeRoute53({ zones: ['other.example'] });
    await fake.stop();
    const { present, actions } = await scene(
      { zones: ['shop.example', 'other.example'] },
      { config: { hostedZoneID: fake.zones[0]?.id } },
    );

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53Refused',
      retry: false,
      message: expect.stringContaining('is not permitted in zone other.example') as string,
    });
    expect(actions()).toHaveLength(3);
  });

  it.each(['Throttling', 'PriorRequestNotComplete'])('is asked again later: %s', async (code) => {
    const { aws, clock, present } = await scene();
    aws.failNext({ action: 'ChangeResourceRecordSets', times: 2, fault: { code } });

    await present();

    expect(clock.waitedSeconds).toBeGreaterThan(1);
    expect(aws.sets).toHaveLength(1);
  });

  it('is left alone when it goes on refusing', async () => {
    const { aws, present } = await scene();
    aws.failNext({ times: 1000, fault: { code: 'Throttling', message: 'Rate exceeded' } });

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53Throttled',
      retry: true,
      message: `${refused}: Rate exceeded (Throttling); Route 53 allows five calls a second, in all; it will be tried again`,
    });
  });

  it('may have created the record before the connection broke', async () => {
    const { aws, present } = await scene();
    aws.failNext({ action: 'ChangeResourceRecordSets', fault: { drop: true, afterwards: true } });

    await present();

    expect(aws.sets).toHaveLength(1);
  });

  it('may answer with the page of a gateway', async () => {
    const { aws, present } = await scene();
    aws.failNext({ times: 100, fault: { httpStatus: 502 } });

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53Unavailable',
      retry: true,
      message: 'Route 53 answered the call ListHostedZonesByName with HTTP status 502',
    });
  });
});
