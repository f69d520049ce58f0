import { describe, expect, it } from 'vitest';

import { TerminalFailure, TransientFailure } from '../../../api/failure.ts';
import type { AcmeIssuer, IssuerStatus, Solver } from '../../../api/issuer/issuer.ts';
import type { KubeObject, Resource } from '../../../api/resource.ts';
import type { Secret } from '../../../api/core.ts';
import { acmeSpec, issuer } from '../../../test/build/issuer.ts';
import { secret } from '../../../test/build/secret.ts';
import type { AcmeClient } from '../../acme/client.ts';
import { readSecret } from '../../read-secret.ts';
import type { SecretFacts } from '../../secret-facts.ts';
import { acmeSetup } from './setup.ts';

const uri = 'https://acme.example/account/1';
const registered: IssuerStatus = {
  acme: { uri, lastPrivateKeyHash: 'hash', lastRegisteredEmail: 'ops@shop.example' },
};

interface World {
  /** Secrets in the namespace of the issuer. */
  readonly secrets?: readonly Secret[];
  readonly acme?: Partial<AcmeIssuer>;
  readonly status?: IssuerStatus;
  readonly solvers?: readonly Solver[];
  /** What the CA does instead of registering. */
  readonly register?: AcmeClient['register'];
}

/** Sets an issuer up in a small world that notes what happens in it. */
async function setUp({ secrets = [secret({ name: 'acme-account' })], ...world }: World = {}) {
  const log: string[] = [];
  const facts = new Map<string, SecretFacts>(
    secrets.map((one) => [`web/${one.metadata.name}`, readSecret(one)]),
  );
  const there = new Set(secrets.map(({ metadata }) => metadata.name));
  const client: Partial<AcmeClient> = {
    ...(world.status?.acme?.uri !== undefined && { accountUrl: world.status.acme.uri }),
    register: async (contact, external) => {
      log.push(`register ${contact.join()}${external === undefined ? '' : ` for ${external.keyId}`}`);
      if (world.register !== undefined) return world.register(contact, external);
      return { account: { url: uri, status: 'valid', contact: [] }, created: true };
    },
    updateContact: async (contact) => {
      log.push(`update ${contact.join()}`);
      return { url: uri, status: 'valid', contact };
    },
  };
  const setup = acmeSetup({
    secrets: { get: (key) => facts.get(key) },
    cluster: {
      create: <T extends KubeObject>(_resource: Resource<T>, object: T) => {
        log.push(`create ${object.metadata.name}`);
        there.add(object.metadata.name);
        return Promise.resolve(object);
      },
      get: <T extends KubeObject>(_resource: Resource<T>, { name }: { readonly name: string }) =>
        Promise.resolve(secrets.find(({ metadata }) => metadata.name === name) as T | undefined),
    },
    accounts: {
      open: () =>
        there.has('acme-account')
          ? Promise.resolve({ client: client as AcmeClient, keyHash: 'hash' })
          : Promise.reject(new TransientFailure('SecretNotFound', 'secrets "acme-account" not found')),
      ready: () => Promise.reject(new Error('not for a setup')),
      close: () => Promise.resolve(),
    },
  });
  const { acme } = acmeSpec(...(world.solvers ?? []));
  const spec = { acme: { ...acme, ...world.acme } as AcmeIssuer };
  const wanted = issuer({ name: 'acme', spec, ...(world.status && { status: world.status }) });
  const outcome = setup.setUp({ issuer: wanted, kind: 'Issuer', resourceNamespace: 'web', now: new Date() });
  return { outcome, log };
}

describe('an ACME issuer', () => {
  it('is ready once its account is registered', async () => {
    const { outcome, log } = await setUp();

    expect(await outcome).toEqual({
      ready: true,
      reason: 'ACMEAccountRegistered',
      message: 'The ACME account was registered with the ACME server',
      acme: registered.acme,
    });
    expect(log).toEqual(['register ops@shop.example']);
  });

  it('gets a key before it is registered', async () => {
    const { outcome, log } = await setUp({ secrets: [] });
    await outcome;

    expect(log).toEqual(['create acme-account', 'register ops@shop.example']);
  });

  it('says what the flag allows when its CA bundle is larger, and calls nobody', async () => {
    const caBundle = Buffer.alloc(330_001, '\n').toString('base64');
    const { outcome, log } = await setUp({ acme: { caBundle } });

    expect(await outcome).toMatchObject({
      ready: false,
      reason: 'InvalidConfig',
      message: 'spec.acme.caBundle: provided PEM data was larger than the maximum 330000B',
    });
    expect(log).toEqual([]);
  });

  it('costs no call when nothing changed', async () => {
    const { outcome, log } = await setUp({ status: registered });

    expect((await outcome).ready).toBe(true);
    expect(log).toEqual([]);
  });

  it.each<[string, World]>([
    ['its address changed', { acme: { email: 'new@shop.example' }, status: registered }],
    ['its key changed', { status: { acme: { ...registered.acme, lastPrivateKeyHash: 'old' } } }],
    ['its server changed', { acme: { server: 'https://other.example/dir' }, status: registered }],
  ])('is registered again when %s', async (_what, world) => {
    const { outcome, log } = await setUp(world);
    await outcome;

    expect(log[0]).toMatch(/^register /);
  });

  it('has the address of an account that existed corrected', async () => {
    const account = { url: uri, status: 'valid', contact: ['mailto:old@shop.example'] };
    const { outcome, log } = await setUp({ register: () => Promise.resolve({ account, created: false }) });
    await outcome;

    expect(log).toEqual(['register ops@shop.example', 'update ops@shop.example']);
  });

  it('brings an external account along, its key padded or not', async () => {
    const { outcome, log } = await setUp({
      secrets: [secret({ name: 'acme-account' }), secret({ name: 'eab', text: { key: 'c2VjcmV0IQ==\n' } })],
      acme: { externalAccountBinding: { keyID: 'id-1', keySecretRef: { name: 'eab', key: 'key' } } },
    });
    await outcome;

    expect(log).toEqual(['register ops@shop.example for id-1']);
  });
});

describe('an ACME issuer is not ready', () => {
  it('when it names the first edition of the API', async () => {
    const { outcome } = await setUp({ acme: { server: 'https://acme-v01.api.letsencrypt.org/directory' } });

    expect(await outcome).toMatchObject({
      ready: false,
      reason: 'InvalidConfig',
      message: expect.stringMatching(
        /v1 endpoint .* "https:\/\/acme-v02\.api\.letsencrypt\.org\/directory"$/,
      ),
    });
  });

  it('when credentials of its solvers are missing', async () => {
    const { outcome } = await setUp({
      secrets: [secret({ name: 'acme-account' }), secret({ name: 'cf', text: { other: '' } })],
      solvers: [
        { dns01: { digitalocean: { tokenSecretRef: { name: 'do', key: 'token' } } } },
        { dns01: { cloudflare: { apiTokenSecretRef: { name: 'cf', key: 'token' } } } },
        {
          dns01: {
            webhook: { groupName: 'g', solverName: 's', config: { tokenSecretRef: { name: 'unknown' } } },
          },
        },
        { dns01: { rfc2136: { nameserver: '127.0.0.1', tsigSecretSecretRef: { name: '', key: '' } } } },
      ],
    });

    expect(await outcome).toMatchObject({
      ready: false,
      reason: 'InvalidSolver',
      message: 'failed to get secret "do": secrets "do" not found; the secret "cf" does not have key "token"',
    });
  });

  it('when it may not make a key and there is none', async () => {
    const { outcome, log } = await setUp({ secrets: [], acme: { disableAccountKeyGeneration: true } });

    await expect(outcome).rejects.toMatchObject({ reason: 'ErrVerifyACMEAccount', retry: true });
    expect(log).toEqual([]);
  });

  it.each([
    ['refuses', new TerminalFailure('AcmeUnauthorized', '403 no'), false],
    [
      'is down',
      new TransientFailure('AcmeServerUnreachable', 'Get "https://acme.example": connection refused'),
      true,
    ],
  ])('when the CA %s', async (_what, failure, retry) => {
    const { outcome } = await setUp({ register: () => Promise.reject(failure) });

    await expect(outcome).rejects.toMatchObject({
      reason: 'ErrRegisterACMEAccount',
      message: `Failed to register ACME account: ${failure.message}`,
      retry,
    });
  });
});
