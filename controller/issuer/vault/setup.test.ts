import { describe, expect, it } from 'vitest';

import { TransientFailure } from '../../../api/failure.ts';
import type { VaultIssuer } from '../../../api/issuer/issuer.ts';
import type { Secret } from '../../../api/secret.ts';
import { issuer } from '../../../test/build/issuer.ts';
import { secret } from '../../../test/build/secret.ts';
import { readSecret } from '../../read-secret.ts';
import { type OpenVault } from '../../vault/clients.ts';
import { vaultSetup } from './setup.ts';

const held = secret({ name: 'vault', text: { token: 'hvs.secret' } });
const vault: VaultIssuer = {
  server: 'https://vault.example',
  path: 'pki/sign/web',
  auth: { tokenSecretRef: { name: 'vault' } },
};

interface World {
  readonly secrets?: readonly Secret[];
  readonly spec?: Partial<VaultIssuer>;
  readonly health?: () => Promise<void>;
  readonly logIn?: () => Promise<void>;
}

/** An issuer that can be set up again and again, and what its Vault was asked. */
function story({ secrets = [held], spec = {}, ...answers }: World = {}) {
  const log: string[] = [];
  const open: OpenVault = {
    verified: false,
    client: {
      health: () => (log.push('health'), answers.health?.() ?? Promise.resolve()),
      logIn: () => (log.push('login'), answers.logIn?.() ?? Promise.resolve()),
      sign: () => Promise.reject(new Error('not for a setup')),
      close: () => Promise.resolve(),
    },
  };
  const facts = new Map(secrets.map((one) => [`web/${one.metadata.name}`, readSecret(one)]));
  const setup = vaultSetup({ clients: { open: () => Promise.resolve(open) }, secrets: facts });
  const wanted = issuer({ name: 'vault', spec: { vault: { ...vault, ...spec } } });
  const setUp = () =>
    setup.setUp({ issuer: wanted, kind: 'Issuer', resourceNamespace: 'web', now: new Date() });
  return { setUp, setup, wanted, log };
}

describe('a Vault issuer', () => {
  it('is ready once its Vault is well and lets it in', async () => {
    const { setUp, log } = story();

    expect(await setUp()).toEqual({ ready: true, reason: 'VaultVerified', message: 'Vault verified' });
    expect(log).toEqual(['health', 'login']);
  });

  it('asks nothing again until something changes', async () => {
    const { setUp, log } = story();
    await setUp();
    await setUp();

    expect(log).toEqual(['health', 'login']);
  });

  it.each<[string, World, string]>([
    ['Secret', { secrets: [] }, 'Failed to initialize Vault client: secrets "vault" not found'],
    [
      'entry of a Secret',
      { spec: { auth: { tokenSecretRef: { name: 'vault', key: 'other' } } } },
      'Failed to initialize Vault client: no data for "other" in secret \'web/vault\'',
    ],
  ])('waits for a %s that is missing', async (_, world, message) => {
    expect(await story(world).setUp()).toEqual({
      ready: false,
      because: 'missing',
      reason: 'VaultError',
      message,
    });
  });

  it('waits for people where its spec cannot work', async () => {
    expect(await story({ spec: { auth: {} } }).setUp()).toMatchObject({
      because: 'wrong',
      reason: 'VaultError',
    });
  });

  it.each<[string, World, string]>([
    [
      'is sealed',
      { health: () => Promise.reject(new TransientFailure('VaultUnhealthy', 'Vault is sealed')) },
      'Failed to verify Vault is initialized and unsealed: Vault is sealed',
    ],
    [
      'does not let it in',
      { logIn: () => Promise.reject(new TransientFailure('VaultLoginRefused', 'not you')) },
      'Failed to initialize Vault client: not you',
    ],
  ])('is tried again while its Vault %s', async (_, world, message) => {
    await expect(story(world).setUp()).rejects.toMatchObject({ retry: true, reason: 'VaultError', message });
  });

  it('is looked at again when a Secret changes that it names', () => {
    const { setup, wanted } = story({
      spec: {
        auth: { clientCertificate: { secretName: 'login' } },
        caBundleSecretRef: { name: 'ca' },
        clientCertSecretRef: { name: 'pair' },
        clientKeySecretRef: { name: 'pair' },
      },
    });

    expect(setup.secretNames(wanted)).toEqual(['ca', 'pair', 'login']);
  });
});
