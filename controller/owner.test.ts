import { describe, expect, it } from 'vitest';

import { certificateRequest } from '../test/build/certificate-request.ts';
import { certificate } from '../test/build/certificate.ts';
import { controlledBy } from '../test/build/object.ts';
import { isLosingOwner } from './owner.ts';

describe('a request of a Certificate', () => {
  const owner = certificate();
  const request = certificateRequest({
    metadata: { name: 'shop-1', namespace: 'web', ownerReferences: [controlledBy(owner)] },
  });
  const kept = (metadata: object) => ({
    get: (key: string) =>
      key === 'web/shop' ? { ...owner, metadata: { ...owner.metadata, ...metadata } } : undefined,
  });

  it('goes with it once the Certificate is being deleted', () => {
    expect(isLosingOwner(request, kept({ deletionTimestamp: '2026-01-02T00:00:00Z' }))).toBe(true);
  });

  it('is looked after while the Certificate is there, and when another one has its name', () => {
    expect(isLosingOwner(request, kept({}))).toBe(false);
    expect(isLosingOwner(request, kept({ uid: 'new', deletionTimestamp: '2026-01-02T00:00:00Z' }))).toBe(
      false,
    );
    expect(isLosingOwner(request, { get: () => undefined })).toBe(false);
  });
});
