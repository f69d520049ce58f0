import { describe, expect, it } from 'vitest';

import type { Certificate } from '../api/certificate/certificate.ts';
import { createStore } from '../runtime/memory-store.ts';
import { busy, fine } from '../test/build/certificate-seen.ts';
import { certificate } from '../test/build/certificate.ts';
import { condition } from '../test/build/object.ts';
import { certificateUrgency, requestUrgency } from './urgency.ts';

const renewing = {
  ...fine,
  conditions: [...(fine.conditions ?? []), condition('Issuing', 'True', { reason: 'Renewing' })],
};

describe('how urgent a Certificate is', () => {
  it('goes by whether there is one that works, and whether another one is under way', () => {
    expect(certificateUrgency(certificate({ status: busy(1) }))).toBe(0);
    expect(certificateUrgency(certificate({}))).toBe(1);
    expect(certificateUrgency(certificate({ status: renewing }))).toBe(2);
    expect(certificateUrgency(certificate({ status: fine }))).toBe(3);
  });
});

describe('how urgent a CertificateRequest is', () => {
  const certificates = createStore<Certificate>({ uid: ({ metadata }) => [metadata.uid ?? ''] });
  const owned = (uid: string, reason?: string) => ({
    metadata: {
      name: 'shop-1',
      ownerReferences: [
        { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name: uid, uid, controller: true },
      ],
    },
    spec: { request: '', issuerRef: { name: 'ca' } },
    ...(reason && { status: { conditions: [condition('Ready', 'True', { reason })] } }),
  });
  const named = (uid: string, status: Certificate['status']): Certificate => {
    const base = certificate({ ...(status && { status }) });
    return { ...base, metadata: { ...base.metadata, name: uid, uid } };
  };
  certificates.replaceAll([named('new', busy(1)), named('renewed', renewing)], '9');

  it('goes by its Certificate', () => {
    expect(requestUrgency(owned('new'), { certificates })).toBe(0);
    expect(requestUrgency(owned('renewed'), { certificates })).toBe(2);
  });

  it('is great when nobody is known to have one already', () => {
    expect(requestUrgency({ ...owned('new'), metadata: { name: 'mesh' } }, { certificates })).toBe(0);
  });

  it('is little when it was answered', () => {
    expect(requestUrgency(owned('new', 'Issued'), { certificates })).toBe(3);
  });
});
