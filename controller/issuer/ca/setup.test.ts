import { describe, expect, it } from 'vitest';

import { leaf, rsaKey, targetSecretFacts } from '../../../test/build/certificate-seen.ts';
import { issuer } from '../../../test/build/issuer.ts';
import type { SecretFacts } from '../../secret-facts.ts';
import { caSetup } from './setup.ts';

const root = leaf('2026-01-01T00:00:00Z', '2036-01-01T00:00:00Z', { isCa: true });

function verdict(secret: SecretFacts | undefined, now = '2026-02-01T00:00:00Z') {
  const setup = caSetup((key) => (key === 'web/ca-pair' ? secret : undefined));
  return setup.setUp({ issuer: issuer(), kind: 'Issuer', resourceNamespace: 'web', now: new Date(now) });
}

describe('a CA issuer', () => {
  const { key: _, ...keyless } = targetSecretFacts(root);

  it('is ready when its Secret holds a CA with its key', async () => {
    expect(await verdict(targetSecretFacts(root))).toMatchObject({
      ready: true,
      reason: 'KeyPairVerified',
      message: 'Signing CA verified',
    });
  });

  it.each<[string, SecretFacts | undefined, string, string]>([
    ['the Secret is missing', undefined, 'ErrGetKeyPair', 'secrets "ca-pair" not found'],
    ['there is no key', keyless, 'ErrGetKeyPair', 'no data for "tls.key" in secret "web/ca-pair"'],
    [
      'it is no CA',
      targetSecretFacts(leaf('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')),
      'ErrInvalidKeyPair',
      'certificate is not a CA',
    ],
    [
      'the key is another one',
      targetSecretFacts(root, { key: rsaKey('other') }),
      'ErrInvalidKeyPair',
      'the private key in tls.key does not belong to the certificate in tls.crt',
    ],
    [
      'the CA has expired',
      targetSecretFacts(leaf('2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z', { isCa: true })),
      'ErrInvalidKeyPair',
      'the CA certificate expired on Thu, 01 Jan 2026 00:00:00 UTC',
    ],
  ])('is not ready when %s', async (_case, secret, reason, cause) => {
    expect(await verdict(secret)).toMatchObject({
      ready: false,
      reason,
      message: `Error getting keypair for CA issuer: ${cause}`,
    });
  });

  it('is looked at again when its certificate has expired', () => {
    const setup = caSetup(() => targetSecretFacts(root));
    const now = new Date('2035-12-31T23:59:00Z');

    expect(
      setup.lookAgainSeconds?.({ issuer: issuer(), kind: 'Issuer', resourceNamespace: 'web', now }),
    ).toBe(61);
  });
});
