import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../../test/build/provider-tools.ts';
import { startFakeDnspod } from '../../../../test/fakes/dnspod/fake-dnspod.ts';
import type { FakeDnspod, FakeDnspodOptions } from '../../../../test/fakes/dnspod/fake-dnspod.ts';
import type { ProviderTools, TxtRecord } from '../../../provider.ts';
import { createDnspodProvider } from '../provider.ts';
import type { AmbientOptions } from './credentials.ts';

const record: TxtRecord = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value: 'v' };
const hint = 'set secretIdRef and secretKeyRef, or give the machine or pod a role';

interface Scene {
  readonly dnspod: FakeDnspod;
  readonly clock: ReturnType<typeof hastyClock>;
  /** Every time another value. */
  readonly present: (config?: object) => Promise<void>;
  /** How often each of them was asked. */
  readonly asked: (action: string) => number;
}

let dnspod: FakeDnspod | undefined;
afterEach(() => dnspod?.stop());

async function scene(
  options: Partial<FakeDnspodOptions> = {},
  surroundings: { readonly ambient?: AmbientOptions; readonly tools?: Partial<ProviderTools> } = {},
): Promise<Scene> {
  const fake = await startFakeDnspod({ zones: ['shop.example'], listLagSeconds: 0, ...options });
  dnspod = fake;
  const clock = hastyClock();
  const { secretId, secretKey } = fake.key;
  const secrets = { 'dnspod/id': secretId, 'dnspod/key': secretKey };
  const tools = providerTools(secrets, { clock, allowAmbientCredentials: true, ...surroundings.tools });
  const ambient = { metadataUrl: fake.url, stsUrl: fake.url, ...surroundings.ambient };
  const provider = createDnspodProvider({ endpoint: fake.url, ambient, random: () => 0.5 });
  let count = 0;
  return {
    dnspod: fake,
    clock,
    present: (config = {}) =>
      provider.present({ ...record, value: `v${String((count += 1))}` }, provider.readConfig(config), tools),
    asked: (action) => fake.calls.filter((call) => call.action === action).length,
  };
}

/** Lets that much time pass on a clock. */
function passSeconds(clock: ProviderTools['clock'], seconds: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(seconds, resolve));
}

describe('an Issuer without a key, on a machine with a role', () => {
  it('uses the key of the role, which is fetched once for many calls', async () => {
    const { dnspod, present, asked } = await scene();

    await Promise.all([present(), present(), present()]);
    await present();

    expect(dnspod.records.length).toBe(4);
    expect(asked('metadata')).toBe(2); // its name and its key
  });

  it('is told what to do when it may not', async () => {
    const { dnspod, present } = await scene({}, { tools: { allowAmbientCredentials: false } });

    await expect(present()).rejects.toMatchObject({
      reason: 'InvalidSolverConfig',
      retry: false,
      message:
        "The solver's configuration is wrong: secretIdRef and secretKeyRef are required, as this Issuer may not use the credentials of the machine",
    });
    expect(dnspod.calls).toEqual([]);
  });

  it('has the key renewed five minutes before it ends', async () => {
    const { clock, present, asked } = await scene({ temporaryKeySeconds: 3600 });
    await present();
    await passSeconds(clock, 3280);
    await present();
    expect(asked('metadata')).toBe(2);

    await passSeconds(clock, 30);
    await expect(present()).resolves.toBeUndefined();

    expect(asked('metadata')).toBe(4);
  });

  it('goes on with the old key when it cannot be renewed yet', async () => {
    const { dnspod, clock, present } = await scene({ temporaryKeySeconds: 3600 });
    await present();
    await passSeconds(clock, 3400);
    dnspod.failNext({ action: 'metadata', fault: { drop: true } });

    await present();

    expect(dnspod.records.length).toBe(2);
  });

  it('has another key fetched at once when one is refused, but only one', async () => {
    const { dnspod, present, asked } = await scene();
    await present();
    dnspod.revokeTemporaryKeys();

    await present();
    expect(asked('metadata')).toBe(4);

    dnspod.failNext({ times: 2, action: 'CreateRecord', fault: { code: 'UnauthorizedOperation' } });
    await expect(present()).rejects.toMatchObject({ reason: 'DnspodAccessDenied' });
    expect(asked('metadata')).toBe(6);
  });

  it('does not remember that the key could not be had', async () => {
    const { dnspod, present } = await scene();
    dnspod.failNext({ action: 'metadata', fault: { drop: true } });
    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodNoCredentials',
      retry: true,
      message: `The Issuer names no key of DNSPod, and the metadata service of Tencent Cloud did not answer; ${hint}`,
    });

    await present();

    expect(dnspod.records.length).toBe(1);
  });

  it('waits no longer than seconds for a metadata service that is silent', async () => {
    const { dnspod, present } = await scene();
    dnspod.failNext({ action: 'metadata', fault: { delaySeconds: 30 } });
    const began = Date.now();

    await expect(present()).rejects.toMatchObject({ reason: 'DnspodNoCredentials' });

    expect(Date.now() - began).toBeLessThan(6000);
  });

  it('is told when the machine has no role', async () => {
    const { present } = await scene({ machineHasRole: false });

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodNoCredentials',
      retry: false,
      message: `The Issuer names no key of DNSPod, and this machine has no role; ${hint}`,
    });
  });

  it('is no business of Issuers that name a key', async () => {
    const { dnspod, present, asked } = await scene();

    await present({
      secretIdRef: { name: 'dnspod', key: 'id' },
      secretKeyRef: { name: 'dnspod', key: 'key' },
    });

    expect(dnspod.records.length).toBe(1);
    expect(asked('metadata')).toBe(0);
  });
});

describe('an Issuer without a key, in a pod with a role', () => {
  let dir: string;
  beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'certloom-pod-'))));
  afterAll(() => rm(dir, { recursive: true }));

  /** The pod's environment, with the token in its file. */
  async function inPod(fake: FakeDnspod, token = fake.podIdentity.token): Promise<Record<string, string>> {
    const file = join(dir, 'token');
    await writeFile(file, `${token}\n`);
    const { region, providerId, roleArn } = fake.podIdentity;
    return {
      TKE_REGION: region,
      TKE_PROVIDER_ID: providerId,
      TKE_ROLE_ARN: roleArn,
      TKE_WEB_IDENTITY_TOKEN_FILE: file,
    };
  }

  it('uses the key that STS gives for the token of the pod', async () => {
    const environment: Record<string, string> = {};
    const { dnspod, present, asked } = await scene({}, { ambient: lateEnvironment(environment) });
    Object.assign(environment, await inPod(dnspod));

    await present();
    await present();

    expect(dnspod.records.length).toBe(2);
    expect([asked('AssumeRoleWithWebIdentity'), asked('metadata')]).toEqual([1, 0]);
  });

  it('is told what STS says, without the token', async () => {
    const environment: Record<string, string> = {};
    const { dnspod, present } = await scene({}, { ambient: lateEnvironment(environment) });
    Object.assign(environment, await inPod(dnspod, 'stale.token.of.the.pod'));

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodStsRefused',
      message:
        'Tencent Cloud STS refused to give the role of this pod: The identity token is wrong. (InvalidParameter.WebIdentityTokenError); check that the role of the ServiceAccount trusts the identity provider of this cluster',
    });
  });

  it('is told when the token cannot be read', async () => {
    const environment: Record<string, string> = {};
    const { dnspod, present } = await scene({}, { ambient: lateEnvironment(environment) });
    Object.assign(environment, await inPod(dnspod), { TKE_WEB_IDENTITY_TOKEN_FILE: join(dir, 'gone') });

    await expect(present()).rejects.toMatchObject({
      reason: 'DnspodNoCredentials',
      retry: true,
      message: `The Issuer names no key of DNSPod, and the token of this pod (TKE_WEB_IDENTITY_TOKEN_FILE) cannot be read; ${hint}`,
    });
  });

  function lateEnvironment(environment: Record<string, string>): AmbientOptions {
    return { environment };
  }
});

describe('a key in the environment of the process', () => {
  it('comes before every role', async () => {
    const key = { secretId: 'AKIDenvironment', secretKey: 'environment' };
    const environment = { TENCENTCLOUD_SECRET_ID: key.secretId, TENCENTCLOUD_SECRET_KEY: key.secretKey };
    const { dnspod, present, asked } = await scene({ key }, { ambient: { environment } });

    await present();

    expect(dnspod.records.length).toBe(1);
    expect(asked('metadata')).toBe(0);
  });
});

describe('a temporary key in a Secret', () => {
  it('is sent with its token', async () => {
    const fake = await startFakeDnspod({ zones: ['shop.example'] });
    dnspod = fake;
    const answer = await fetch(`${fake.url}/latest/meta-data/cam/security-credentials/certloom-role`);
    const key = (await answer.json()) as Record<'TmpSecretId' | 'TmpSecretKey' | 'Token', string>;
    const secrets = { 'sts/id': key.TmpSecretId, 'sts/key': key.TmpSecretKey, 'sts/token': `${key.Token}\n` };
    const provider = createDnspodProvider({ endpoint: fake.url });
    const [id, secret, token] = ['id', 'key', 'token'].map((one) => ({ name: 'sts', key: one }));
    const config = { secretIdRef: id, secretKeyRef: secret };

    await expect(
      provider.present(record, provider.readConfig(config), providerTools(secrets)),
    ).rejects.toMatchObject({
      reason: 'DnspodAccessDenied',
      message: expect.stringContaining('the session token is not that of the key, or has expired') as string,
    });
    await provider.present(
      record,
      provider.readConfig({ ...config, tokenRef: token }),
      providerTools(secrets),
    );

    expect(fake.records.length).toBe(1);
  });
});
