import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../test/build/provider-tools.ts';
import { startFakeAlidns } from '../../test/fakes/alidns/fake-alidns.ts';
import { startFakeCloudflare } from '../../test/fakes/cloudflare/fake-cloudflare.ts';
import { startFakeDnspod } from '../../test/fakes/dnspod/fake-dnspod.ts';
import { startFakeRoute53 } from '../../test/fakes/route53/fake-route53.ts';
import type { DnsProvider } from '../provider.ts';
import { createAlidnsProvider } from './alidns/provider.ts';
import { createCloudflareProvider } from './cloudflare/provider.ts';
import { createDnspodProvider } from './dnspod/provider.ts';
import { createRoute53Provider } from './route53/provider.ts';

const zone = 'shop.example';
const name = '_acme-challenge';
const ref = (key: string) => ({ name: 's', key });
const throttle = { share: 0.02 };

/** An account of a vendor, and the Issuer's way to it. */
interface Vendor {
  readonly start: () => DnsProvider<unknown>;
  readonly config: object;
  readonly secrets: Readonly<Record<string, string>>;
  readonly addForeign: (value: string) => Promise<unknown>;
  /** The records of the account, with their ids. */
  readonly records: () => readonly object[];
  readonly stop: () => Promise<void>;
}

async function dnspod(config: (fake: { token: { id: number } }) => object): Promise<Vendor> {
  const fake = await startFakeDnspod({ zones: [zone], listLagSeconds: 0, throttle });
  const { secretId, secretKey } = fake.key;
  return {
    start: () => createDnspodProvider({ endpoint: fake.url, legacyEndpoint: fake.url }),
    config: config(fake),
    secrets: { 's/id': secretId, 's/key': secretKey, 's/token': fake.token.token },
    addForeign: (value) => fake.addTxt(zone, name, value),
    records: () => fake.records,
    stop: () => fake.stop(),
  };
}

async function alidns(): Promise<Vendor> {
  const fake = await startFakeAlidns({ zones: [zone], listLagSeconds: 0, throttle });
  return {
    start: () => createAlidnsProvider({ endpoint: fake.url }),
    config: { accessTokenSecretRef: ref('id'), secretKeySecretRef: ref('secret') },
    secrets: { 's/id': fake.key.id, 's/secret': fake.key.secret },
    addForeign: (value) => fake.addTxt(zone, name, value),
    records: () => fake.records,
    stop: () => fake.stop(),
  };
}

async function cloudflare(): Promise<Vendor> {
  const fake = await startFakeCloudflare({ zones: [zone], throttle });
  return {
    start: () => createCloudflareProvider({ endpoint: fake.url }),
    config: { apiTokenSecretRef: ref('token') },
    secrets: { 's/token': fake.token },
    addForeign: (value) => fake.addTxt(zone, `${name}.${zone}`, `"${value}"`),
    records: () => fake.records,
    stop: () => fake.stop(),
  };
}

/** @param shared whether the values of others stand in one set, beside which there can be no other */
async function route53(shared: boolean): Promise<Vendor> {
  const fake = await startFakeRoute53({ zones: [zone], throttle, largestPage: 3 });
  const theirs: string[] = [];
  return {
    start: () => createRoute53Provider({ endpoint: fake.url }),
    config: { accessKeyID: fake.key.accessKeyId, secretAccessKeySecretRef: ref('secret') },
    secrets: { 's/secret': fake.key.secretAccessKey },
    async addForeign(value) {
      theirs.push(`"${value}"`);
      const identifier = `them-${String(theirs.length)}`;
      if (!shared)
        await fake.addTxt(`${name}.${zone}.`, { identifier, multiValue: true, values: [`"${value}"`] });
      else if (theirs.length === 1) await fake.addTxt(`${name}.${zone}.`, { values: theirs });
    },
    records: () => fake.sets,
    stop: () => fake.stop(),
  };
}

/** So many values side by side. */
const atOnce = 10;

/** Ours has 43 characters; these are as near to it as values can be. */
const foreign = [
  'heritage=external-dns',
  'a'.repeat(42),
  'a'.repeat(44),
  `${'a'.repeat(40)}000`,
  'A'.repeat(43),
];

describe.each([
  ['DNSPod', 1000, () => dnspod(() => ({ secretIdRef: ref('id'), secretKeyRef: ref('key') }))],
  [
    'the old API of DNSPod',
    100,
    () => dnspod(({ token }) => ({ apiID: token.id, apiTokenSecretRef: ref('token') })),
  ],
  ['Alibaba Cloud DNS', 100, alidns],
  ['Cloudflare', 100, cloudflare],
  ['Route 53', 50, () => route53(false)],
  ['Route 53, in a set that others have', 20, () => route53(true)],
] as const)('at %s, %i values that come and go beside those of others', (_, cycles, open) => {
  let vendor: Vendor | undefined;
  afterEach(() => vendor?.stop());

  it('leave every foreign record as it was, and nothing of their own', async () => {
    const at = (vendor = await open());
    for (const value of foreign) await at.addForeign(value);
    const before = structuredClone(at.records());
    const tools = providerTools(at.secrets, { clock: hastyClock() });
    let provider = at.start();
    const config = provider.readConfig(at.config);
    const record = (cycle: number) => ({
      fqdn: `${name}.${zone}.`,
      zone: `${zone}.`,
      value: `${'a'.repeat(39)}${String(1000 + cycle)}`,
    });
    let changed = 0;

    for (let cycle = 0; cycle < cycles; cycle += atOnce) {
      const ours = Array.from({ length: atOnce }, (_, index) => record(cycle + index));
      await Promise.all(ours.map((one) => provider.present(one, config, tools)));
      if (cycle % 3 === 0) await provider.present(record(cycle), config, tools);
      if (cycle % 5 === 0) provider = at.start(); // it remembers nothing now
      await Promise.all(ours.map((one) => provider.cleanUp(one, config, tools)));
      if (JSON.stringify(at.records()) !== JSON.stringify(before)) changed += 1;
    }

    expect(changed).toBe(0);
    expect(at.records()).toEqual(before);
  }, 60_000);
});
