import { describe, expect, it } from 'vitest';

import {
  effectiveDurationSeconds,
  effectiveIssuerRef,
  effectiveJksAlias,
  effectivePkcs12Profile,
  effectivePrivateKey,
  effectiveRevisionHistoryLimit,
  effectiveSignatureAlgorithm,
  effectiveUsages,
  renewalMargin,
} from './defaults.ts';
import type { CertificateSpec } from './certificate.ts';

describe('a certificate whose author left everything out', () => {
  const spec: CertificateSpec = { secretName: 'shop-tls', issuerRef: { name: 'ca' } };

  it('gets a new RSA key of 2048 bits, in PKCS1, for every issuance', () => {
    expect(effectivePrivateKey(spec)).toEqual({
      algorithm: 'RSA',
      size: 2048,
      encoding: 'PKCS1',
      rotationPolicy: 'Always',
    });
  });

  it('is asked for with the two usages a TLS server needs, for 90 days', () => {
    expect(effectiveUsages(spec)).toEqual(['digital signature', 'key encipherment']);
    expect(effectiveDurationSeconds(spec)).toBe(90 * 24 * 3600);
  });

  it('comes from an Issuer of the same namespace', () => {
    expect(effectiveIssuerRef(spec.issuerRef)).toEqual({
      name: 'ca',
      kind: 'Issuer',
      group: 'cert-manager.io',
    });
  });

  it('keeps one CertificateRequest, and says nothing about when to renew', () => {
    expect(effectiveRevisionHistoryLimit(spec)).toBe(1);
    expect(renewalMargin(spec)).toEqual({});
  });
});

describe('what an author states', () => {
  it('wins', () => {
    const privateKey = { algorithm: 'ECDSA', size: 384, encoding: 'PKCS8', rotationPolicy: 'Never' } as const;

    expect(effectivePrivateKey({ privateKey })).toEqual(privateKey);
    expect(effectiveUsages({ usages: ['client auth'] })).toEqual(['client auth']);
    expect(effectiveIssuerRef({ name: 'x', kind: 'ClusterIssuer', group: 'g.example' }).kind).toBe(
      'ClusterIssuer',
    );
    expect(renewalMargin({ renewBefore: '360h' })).toEqual({ renewBeforeSeconds: 1_296_000 });
    expect(renewalMargin({ renewBeforePercentage: 25 })).toEqual({ renewBeforePercentage: 25 });
  });

  it('counts as left out where it is empty', () => {
    expect(effectiveUsages({ usages: [] })).toHaveLength(2);
    expect(effectiveIssuerRef({ name: 'x', kind: '', group: '' }).group).toBe('cert-manager.io');
    expect(effectivePrivateKey({ privateKey: { algorithm: 'ECDSA', size: 0 } }).size).toBe(256);
    expect(effectiveJksAlias({ alias: '' })).toBe('certificate');
  });

  it('has no say on the size of an Ed25519 key', () => {
    expect(effectivePrivateKey({ privateKey: { algorithm: 'Ed25519', size: 4096 } }).size).toBe(0);
  });
});

describe('the algorithm that signs the request', () => {
  it.each([
    [{ algorithm: 'RSA', size: 2048 }, 'SHA256WithRSA'],
    [{ algorithm: 'RSA', size: 3072 }, 'SHA384WithRSA'],
    [{ algorithm: 'RSA', size: 4096 }, 'SHA512WithRSA'],
    [{ algorithm: 'ECDSA', size: 256 }, 'ECDSAWithSHA256'],
    [{ algorithm: 'ECDSA', size: 384 }, 'ECDSAWithSHA384'],
    [{ algorithm: 'ECDSA', size: 521 }, 'ECDSAWithSHA512'],
    [{ algorithm: 'Ed25519' }, 'PureEd25519'],
  ] as const)('follows %j', (privateKey, signature) => {
    expect(effectiveSignatureAlgorithm({ privateKey })).toBe(signature);
  });

  it('is the one that is stated', () => {
    expect(effectiveSignatureAlgorithm({ signatureAlgorithm: 'SHA512WithRSA' })).toBe('SHA512WithRSA');
  });
});

describe('keystores', () => {
  it('call the key "certificate" and use the oldest profile by default', () => {
    expect(effectiveJksAlias({})).toBe('certificate');
    expect(effectivePkcs12Profile({})).toBe('LegacyRC2');
  });
});
