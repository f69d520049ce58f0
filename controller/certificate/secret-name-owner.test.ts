import { describe, expect, it } from 'vitest';

import { leaf, targetSecretFacts } from '../../test/build/certificate-seen.ts';
import { certificate } from '../../test/build/certificate.ts';
import { ownerOfSecretName } from './secret-name-owner.ts';

const older = certificate({
  name: 'zebra',
  metadata: { creationTimestamp: '2026-01-01T00:00:00Z', name: 'zebra', uid: 'z' },
});
const younger = certificate({
  name: 'ant',
  metadata: { creationTimestamp: '2026-01-02T00:00:00Z', name: 'ant', uid: 'a' },
});
const twin = certificate({
  name: 'bee',
  metadata: { creationTimestamp: '2026-01-02T00:00:00Z', name: 'bee', uid: 'b' },
});

describe('of several Certificates with one secretName', () => {
  const owner = (
    secret?: Parameters<typeof ownerOfSecretName>[1],
    claimants = [younger, older, twin],
  ): string | undefined => ownerOfSecretName(claimants, secret)?.metadata.name;

  it('the oldest owns it', () => {
    expect(owner()).toBe('zebra');
  });

  it('the first by name owns it when they are equally old', () => {
    expect(owner(undefined, [twin, younger])).toBe('ant');
  });

  it('the one for which the Secret was issued owns it, whatever its age', () => {
    const secret = targetSecretFacts(leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'));
    const annotations = { 'cert-manager.io/certificate-name': 'bee' };

    expect(owner({ ...secret, metadata: { ...secret.metadata, annotations } })).toBe('bee');
  });

  it('the oldest owns a Secret issued for a Certificate that is gone', () => {
    const secret = targetSecretFacts(leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'));

    expect(owner(secret)).toBe('zebra');
  });
});
