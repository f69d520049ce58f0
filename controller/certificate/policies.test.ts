import { describe, expect, it } from 'vitest';

import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import {
  csrFacts,
  fine,
  issued,
  leaf,
  request,
  rsaKey,
  seen,
  targetSecretFacts,
} from '../../test/build/certificate-seen.ts';
import type { SecretFacts } from '../secret-facts.ts';
import { reasonNotReady, reasonToIssue } from './policies.ts';

const quarter = leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
const secret = targetSecretFacts(quarter);
const current = request(1, { state: issued(quarter) });

/** A certificate in February, fine but for what is said. */
function why(
  change: Partial<SecretFacts> | undefined,
  spec: Partial<CertificateSpec> = {},
  requests = [current],
): string | undefined {
  const changed = change === undefined ? undefined : { ...secret, ...change };
  const found = reasonToIssue(
    seen('2026-02-01T00:00:00Z', { status: fine, secret: changed, spec, requests }),
  );
  return found === undefined ? undefined : `${found.reason}: ${found.message}`;
}

function annotated(annotations: Readonly<Record<string, string>>): Partial<SecretFacts> {
  return {
    metadata: { ...secret.metadata, annotations: { ...secret.metadata.annotations, ...annotations } },
  };
}

describe('a certificate is issued', () => {
  const { key: _key, ...keyless } = secret;
  const { leaf: _leaf, ...leafless } = secret;

  it.each([
    [
      'when the Secret is missing',
      why(undefined),
      'DoesNotExist: Issuing certificate as Secret does not exist',
    ],
    [
      'when the Secret is empty',
      why({ dataKeys: [] }),
      'MissingData: Issuing certificate as Secret does not contain any data',
    ],
    [
      'when the key cannot be read',
      why({ key: { error: 'not PEM' } }),
      'InvalidKeyPair: Issuing certificate as Secret contains invalid private key data: not PEM',
    ],
    [
      'when the certificate cannot be read',
      why({ leaf: { error: 'not PEM' } }),
      'InvalidCertificate: Issuing certificate as Secret contains an invalid certificate: not PEM',
    ],
    [
      'when the key is not that of the certificate',
      why({ key: rsaKey('other') }),
      'InvalidKeyPair: Issuing certificate as Secret contains a private key that does not match the certificate',
    ],
    [
      'when another issuer made it',
      why(annotated({ 'cert-manager.io/issuer-name': 'old' })),
      'IncorrectIssuer: Issuing certificate as Secret was previously issued by "Issuer.cert-manager.io/old"',
    ],
    [
      'when an issuer of another kind is asked for',
      why({}, { issuerRef: { name: 'ca', kind: 'ClusterIssuer' } }),
      'IncorrectIssuer: Issuing certificate as Secret was previously issued by "Issuer.cert-manager.io/ca"',
    ],
    [
      'when the Secret is that of another Certificate',
      why(annotated({ 'cert-manager.io/certificate-name': 'twin' })),
      'IncorrectCertificate: Secret was issued for "twin". If this message is not transient, you might have two conflicting Certificates pointing to the same secret.',
    ],
    [
      'when a larger key is asked for',
      why({}, { privateKey: { size: 4096 } }),
      'SecretMismatch: Existing private key is not up to date for spec: [spec.privateKey.size]',
    ],
    [
      'when another algorithm is asked for',
      why({}, { privateKey: { algorithm: 'ECDSA' } }),
      'SecretMismatch: Existing private key is not up to date for spec: [spec.privateKey.algorithm]',
    ],
    [
      'when its request cannot be read',
      why({}, {}, [request(1, { csr: { error: 'not PEM' } })]),
      'InvalidCertificateRequest: Failed to decode current CertificateRequest: not PEM',
    ],
    [
      'when its request was for another key',
      why({}, {}, [request(1, { csr: csrFacts({ spkiDigest: 'other' }) })]),
      'SecretMismatch: Secret contains a private key that does not match the current CertificateRequest',
    ],
    [
      'when the spec says other names',
      why({}, { dnsNames: ['other.example'], isCA: true }),
      'RequestChanged: Fields on existing CertificateRequest resource not up to date: [spec.dnsNames spec.isCA]',
    ],
    [
      'when there is no request to compare with and the certificate lacks a name',
      why({}, { dnsNames: ['shop.example', 'www.shop.example'] }, []),
      'SecretMismatch: Issuing certificate as Existing issued Secret is not up to date for spec: [spec.dnsNames]',
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it('says which half of the pair is missing', () => {
    const both = [keyless, leafless].map(
      (half) => reasonToIssue(seen('2026-02-01T00:00:00Z', { secret: half }))?.message,
    );

    expect(both).toEqual([
      'Issuing certificate as Secret does not contain a private key',
      'Issuing certificate as Secret does not contain a certificate',
    ]);
  });
});

describe('a certificate is not issued', () => {
  it.each([
    ['while all is well', why({})],
    ['because defaults are spelled out', why({}, { usages: ['key encipherment', 'digital signature'] })],
    [
      'because the issuer is spelled out',
      why({}, { issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' } }),
    ],
    ['because the key is spelled out', why({}, { privateKey: { algorithm: 'RSA', size: 2048 } })],
    ['because names are sorted', why({}, { dnsNames: ['shop.example', 'shop.example'] })],
    ['because the CA moved the common name', why({}, { dnsNames: [], commonName: 'shop.example' }, [])],
  ])('%s', (_, found) => {
    expect(found).toBeUndefined();
  });

  it('because it is due: it still works', () => {
    const due = seen('2026-03-02T00:00:00Z', { status: fine, secret, requests: [current] });

    expect(reasonToIssue(due)?.reason).toBe('Renewing');
    expect(reasonNotReady(due)).toBeUndefined();
  });
});
