import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hastyClock, providerTools } from '../../../../test/build/provider-tools.ts';
import { startFakeRoute53 } from '../../../../test/fakes/route53/fake-route53.ts';
import type { FakeRoute53, FakeRoute53Options } from '../../../../test/fakes/route53/fake-route53.ts';
import type { ProviderTools, TxtRecord } from '../../../provider.ts';
import { createRoute53Provider } from '../provider.ts';

const record: TxtRecord = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value: 'v' };
const secretRef = { name: 'aws', key: 'secret' };
const auth = { kubernetes: { serviceAccountRef: { name: 'dns' } } };

interface Scene {
  readonly aws: FakeRoute53;
  readonly clock: ReturnType<typeof hastyClock>;
  /** Every time another value. */
  readonly present: (config?: object) => Promise<void>;
  /** How often each of them was asked. */
  readonly asked: (action: string) => number;
}

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Environment = Readonly<Record<string, string>>;

async function scene(
  environmentOf: (fake: FakeRoute53) => Environment | Promise<Environment> = () => ({}),
  changes: Partial<ProviderTools> = {},
  options: Partial<FakeRoute53Options> = {},
): Promise<Scene> {
  const fake = await startFakeRoute53({ zones: ['shop.example'], ...options });
  stops.push(() => fake.stop());
  const clock = hastyClock();
  const provider = createRoute53Provider({
    endpoint: fake.url,
    stsEndpoint: fake.url,
    metadataUrl: fake.url,
    environment: await environmentOf(fake),
    random: () => 0.5,
  });
  const secrets = { 'aws/id': `${fake.key.accessKeyId}\n`, 'aws/secret': fake.key.secretAccessKey };
  const tools = providerTools(secrets, { clock, allowAmbientCredentials: true, ...changes });
  let count = 0;
  return {
    aws: fake,
    clock,
    present: (config = {}) =>
      provider.present({ ...record, value: `v${String((count += 1))}` }, provider.readConfig(config), tools),
    asked: (action) => fake.calls.filter((call) => call.action === action).length,
  };
}

async function fileWith(text: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-aws-'));
  stops.push(() => rm(dir, { recursive: true }));
  const file = join(dir, 'token');
  await writeFile(file, `${text}\n`);
  return file;
}

/** Lets that much time pass on a clock. */
function passSeconds(clock: ProviderTools['clock'], seconds: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(seconds, resolve));
}

describe('a key in Secrets', () => {
  const config = { accessKeyIDSecretRef: { name: 'aws', key: 'id' }, secretAccessKeySecretRef: secretRef };

  it('needs nothing else', async () => {
    const { aws, present } = await scene(undefined, { allowAmbientCredentials: false });

    await present(config);

    expect(aws.sets).toHaveLength(1);
  });

  it('assumes a role once for many calls', async () => {
    const { aws, present, asked } = await scene();
    const withRole = { ...config, role: aws.role };

    await Promise.all([present(withRole), present(withRole)]);
    await present(withRole);

    expect(aws.sets).toHaveLength(3);
    expect(asked('AssumeRole')).toBe(1);
  });

  it('assumes it anew five minutes before its key ends, or once it is refused', async () => {
    const { aws, clock, present, asked } = await scene(undefined, {}, { keySeconds: 500 });
    const withRole = { ...config, role: aws.role };
    await present(withRole);
    await passSeconds(clock, 180);
    await present(withRole);
    expect(asked('AssumeRole')).toBe(1);

    await passSeconds(clock, 30);
    await present(withRole);
    expect(asked('AssumeRole')).toBe(2);

    aws.revokeTemporaryKeys();
    await present(withRole);
    expect(asked('AssumeRole')).toBe(3);
    expect(aws.sets).toHaveLength(4);
  });

  it('may not assume whatever role there is', async () => {
    const { present } = await scene();

    await expect(present({ ...config, role: 'arn:aws:iam::1:role/other' })).rejects.toMatchObject({
      reason: 'Route53StsAccessDenied',
      retry: false,
      message:
        "AWS STS refused to give a key of the role arn:aws:iam::1:role/other: User is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/other (AccessDenied); check the ARN of the role, and that its trust policy names who asks: the key's user or role, or the ServiceAccount at the identity provider of this cluster",
    });
  });
});

describe('an Issuer that names a ServiceAccount', () => {
  it('has the role for its token, once for many calls', async () => {
    const wanted: object[] = [];
    const tokens: string[] = [];
    const { aws, present, asked } = await scene(undefined, {
      allowAmbientCredentials: false,
      serviceAccounts: {
        namespace: 'shop',
        token: (account) => {
          wanted.push(account);
          return Promise.resolve(tokens[0] ?? '');
        },
      },
    });
    tokens.push(aws.webIdentityToken);

    await present({ role: aws.role, auth });
    await present({ role: aws.role, auth });

    expect(wanted).toEqual([{ name: 'dns', audiences: ['sts.amazonaws.com'] }]);
    expect([asked('AssumeRoleWithWebIdentity'), aws.sets.length]).toEqual([1, 2]);
  });

  it('is told what STS says, without the token', async () => {
    const { aws, present } = await scene(undefined, {
      serviceAccounts: { namespace: 'shop', token: () => Promise.resolve('stale.token') },
    });

    await expect(present({ role: aws.role, auth })).rejects.toMatchObject({
      reason: 'Route53StsAccessDenied',
      message: expect.stringMatching(
        /: The token is not valid \(InvalidIdentityToken\); check the ARN/,
      ) as string,
    });
  });

  it('is told that webhooks have no tokens', async () => {
    const { aws, present } = await scene();

    await expect(present({ role: aws.role, auth })).rejects.toThrow(
      'auth.kubernetes cannot be used through a webhook',
    );
  });
});

describe('an Issuer without a key', () => {
  it('is told what to do when it may not use those of the process', async () => {
    const { aws, present } = await scene(undefined, { allowAmbientCredentials: false });

    await expect(present()).rejects.toMatchObject({ reason: 'InvalidSolverConfig', retry: false });
    await expect(present()).rejects.toThrow('this Issuer may not use the credentials of the controller');
    expect(aws.calls).toEqual([]);
  });

  it('uses the key in the environment before all else', async () => {
    const { aws, present, asked } = await scene(({ key }) => ({
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
      AWS_ROLE_ARN: 'arn:aws:iam::1:role/other',
    }));

    await present();

    expect([aws.sets.length, asked('AssumeRoleWithWebIdentity')]).toEqual([1, 0]);
  });

  it('uses the role of its ServiceAccount (IRSA), and assumes another one with it', async () => {
    const { aws, present, asked } = await scene(async ({ role, webIdentityToken }) => ({
      AWS_WEB_IDENTITY_TOKEN_FILE: await fileWith(webIdentityToken),
      AWS_ROLE_ARN: role,
    }));

    await present();
    await present({ role: aws.role });

    expect(aws.sets).toHaveLength(2);
    expect([asked('AssumeRoleWithWebIdentity'), asked('AssumeRole'), asked('metadata')]).toEqual([1, 1, 0]);
  });

  it('uses the role of the pod (EKS Pod Identity)', async () => {
    const { aws, present, asked } = await scene(async ({ url, webIdentityToken }) => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: await fileWith(webIdentityToken),
    }));

    await present();
    await present();

    expect([aws.sets.length, asked('metadata')]).toEqual([2, 1]);
  });

  it('uses the role of the machine (EC2)', async () => {
    const { aws, present, asked } = await scene();

    await present();
    await present();

    expect([aws.sets.length, asked('metadata')]).toEqual([2, 3]);
  });

  const remedy =
    'set accessKeyID and secretAccessKeySecretRef, or auth.kubernetes, or give the pod or machine a role';
  it.each([
    ['the environment of the process has none', { AWS_EC2_METADATA_DISABLED: 'true' }],
    [
      'the token of this pod (AWS_WEB_IDENTITY_TOKEN_FILE) cannot be read',
      { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token', AWS_ROLE_ARN: 'arn:aws:iam::1:role/a' },
    ],
    [
      'the metadata service of AWS did not answer',
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/credentials' },
    ],
  ])('is told that %s', async (why, environment) => {
    const { present } = await scene(() => environment);

    await expect(present()).rejects.toMatchObject({
      reason: 'Route53NoCredentials',
      retry: true,
      message: `The Issuer names no key of AWS, and ${why}; ${remedy}`,
    });
  });
});
