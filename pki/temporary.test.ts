import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { decodeCertificate } from './certificate.ts';
import { createCsr, csrWantedFrom, decodeCsr } from './csr.ts';
import { generateKey } from './key.ts';
import { isFromTemporaryCa, temporaryCertificate } from './temporary.ts';

describe('a temporary certificate', async () => {
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const wanted = csrWantedFrom({
    secretName: 'shop-tls',
    issuerRef: { name: 'acme' },
    dnsNames: ['shop.example'],
    usages: ['server auth'],
    otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'shop@example' }],
  });
  const request = {
    csr: decodeCsr(await createCsr(wanted, key)),
    durationSeconds: 3600,
    usages: ['server auth'],
    isCa: false,
    now: new Date('2026-01-01T00:00:00Z'),
  };
  const [pem, other] = await Promise.all([temporaryCertificate(request), temporaryCertificate(request)]);
  const facts = decodeCertificate(pem);

  it('says what the request asks for, of the same key', () => {
    expect(facts.dnsNames).toEqual(['shop.example']);
    expect(facts.otherNames).toEqual(wanted.otherNames);
    expect(facts.spkiDigest).toBe(request.csr.spkiDigest);
    expect(facts.notAfter).toEqual(new Date('2026-01-01T01:00:00Z'));
    expect(new X509Certificate(pem).keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('is told from others by who issued it', () => {
    expect(new X509Certificate(pem).issuer).toBe('CN=cert-manager.local');
    expect(isFromTemporaryCa(facts)).toBe(true);
    expect(isFromTemporaryCa({ issuerDer: facts.subjectDer })).toBe(false);
  });

  it('comes from a CA that is never used again', () => {
    expect(decodeCertificate(other).authorityKeyId).not.toBe(facts.authorityKeyId);
  });
});
