import type { KeyObject } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import type { CertificateSpec } from '../api/certificate/certificate.ts';
import { decodeCertificate, type CertificateFacts } from './certificate.ts';
import { createCsr, csrWantedFrom, decodeCsr, type CsrFacts } from './csr.ts';
import { generateKey, spkiDigest, type KeySpec } from './key.ts';
import { openssl, opensslVerify } from './oracles/openssl.ts';
import { chainByX509, readByX509 } from './oracles/x509.ts';
import { signCertificate, type CertificateSigner, type SignRequest } from './sign.ts';

const p256 = { algorithm: 'ECDSA', size: 256 } as const;
const now = new Date();
const day = 24 * 3600;

async function asking(
  spec: Partial<CertificateSpec>,
  keySpec: KeySpec = p256,
): Promise<{ csr: CsrFacts; key: KeyObject }> {
  const key = await generateKey(keySpec);
  const wanted = csrWantedFrom({ secretName: 'shop-tls', issuerRef: { name: 'ca' }, ...spec });
  return { csr: decodeCsr(await createCsr(wanted, key)), key };
}

async function signed(
  request: Partial<SignRequest> & Pick<SignRequest, 'csr' | 'signer'>,
): Promise<CertificateFacts> {
  const pem = await signCertificate({ durationSeconds: 90 * day, usages: [], isCa: false, now, ...request });
  return decodeCertificate(pem);
}

async function rootCa(
  spec: Partial<CertificateSpec> = {},
  keySpec: KeySpec = p256,
): Promise<CertificateSigner & { certificate: CertificateFacts }> {
  const { csr, key } = await asking({ commonName: 'root', isCA: true, ...spec }, keySpec);
  return { certificate: await signed({ csr, isCa: true, signer: { certificate: 'self', key } }), key };
}

async function printed({ pem }: CertificateFacts): Promise<string> {
  const { output } = await openssl(['x509', '-noout', '-text', '-nameopt', 'RFC2253'], pem);
  return output.replaceAll(/\s+/g, ' ');
}

const ok = { code: 0, output: expect.stringMatching(/leaf: OK\n$/) as string };

describe('a self-signed CA', () => {
  const root = rootCa();

  it('verifies by itself, strictly', async () => {
    const { certificate } = await root;

    expect(await opensslVerify(certificate.pem, certificate.pem)).toEqual(ok);
  });

  it('says so in critical extensions', async () => {
    const text = await printed((await root).certificate);

    expect(text).toContain('X509v3 Basic Constraints: critical CA:TRUE X509v3');
    expect(text).toContain(
      'X509v3 Key Usage: critical Digital Signature, Key Encipherment, Certificate Sign',
    );
    expect(text).toContain('X509v3 Subject Key Identifier');
    expect(text).not.toContain('Authority Key Identifier');
  });
});

describe('a leaf signed by a CA', () => {
  const root = rootCa();
  const leaf = root.then(async (signer) => {
    const { csr } = await asking({
      commonName: 'shop.example',
      subject: { organizations: ['Shøp'] },
      dnsNames: ['shop.example'],
      ipAddresses: ['10.0.0.1'],
      otherNames: [{ oid: '1.2.3', utf8Value: 'x' }],
      usages: ['digital signature', 'server auth'],
    });
    const facts = await signed({
      csr,
      signer,
      usages: ['digital signature', 'server auth'],
      crlDistributionPoints: ['http://crl.example/a', 'http://crl.example/b'],
      ocspServers: ['http://ocsp.example'],
      issuingCertificateUrls: ['http://ca.example/ca.der'],
    });
    return { csr, facts };
  });

  it('verifies strictly', async () => {
    expect(await opensslVerify((await leaf).facts.pem, (await root).certificate.pem)).toEqual(ok);
  });

  it('has subject, names and key exactly as encoded in the CSR', async () => {
    const { csr, facts } = await leaf;

    expect(facts.subjectDer).toEqual(csr.subjectDer);
    expect(facts.spkiDigest).toBe(csr.spkiDigest);
    expect(facts.der.includes(csr.sanDer ?? 'nothing')).toBe(true);
    expect(facts).toMatchObject({
      commonName: 'shop.example',
      dnsNames: ['shop.example'],
      ipAddresses: ['10.0.0.1'],
      otherNames: [{ oid: '1.2.3', utf8Value: 'x' }],
      isCa: false,
    });
  });

  it('begins at the whole second and ends after the duration', async () => {
    const { notBefore, notAfter } = (await leaf).facts;

    expect(notBefore.getTime()).toBe(Math.floor(now.getTime() / 1000) * 1000);
    expect(notAfter.getTime() - notBefore.getTime()).toBe(90 * day * 1000);
  });

  it('names its issuer by name and key', async () => {
    const { facts } = await leaf;
    const { certificate } = await root;

    expect(facts.issuerDer).toEqual(certificate.subjectDer);
    expect(facts.authorityKeyId).toBe(certificate.subjectKeyId);
    expect(facts.subjectKeyId).not.toBe(certificate.subjectKeyId);
  });

  it('says what the issuer adds', async () => {
    const text = await printed((await leaf).facts);

    expect(text).toContain('X509v3 Key Usage: critical Digital Signature X509v3');
    expect(text).toContain('X509v3 Extended Key Usage: TLS Web Server Authentication X509v3');
    expect(text).toContain('X509v3 Basic Constraints: critical CA:FALSE');
    expect(text).toContain(
      'CRL Distribution Points: Full Name: URI:http://crl.example/a Full Name: URI:http://crl.example/b',
    );
    expect(text).toContain(
      'Authority Information Access: OCSP - URI:http://ocsp.example CA Issuers - URI:http://ca.example/ca.der',
    );
  });

  it('has a serial number of its own, positive and of at most 16 bytes', async () => {
    const signer = await root;
    const { csr } = await leaf;

    const serials = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await signed({ csr, signer, usages: ['digital signature', 'server auth'] })).serial,
      ),
    );

    expect(new Set(serials).size).toBe(20);
    for (const serial of serials) expect(serial).toMatch(/^[0-9a-f]{20,32}$/);
  });
});

describe('a leaf with a name of every kind that @peculiar/x509 knows', () => {
  it('says the same to it', async () => {
    const signer = await rootCa();
    const usages = ['digital signature', 'key agreement', 'server auth', 'client auth'] as const;
    const { csr } = await asking({
      commonName: 'shop.example',
      subject: { organizations: ['Shøp'], countries: ['NO'] },
      dnsNames: ['*.shop.example'],
      emailAddresses: ['web@shop.example'],
      ipAddresses: ['10.0.0.1', '2001:db8::1'],
      uris: ['spiffe://cluster.local/ns/shop'],
      otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'jürgen@shop.example' }],
      usages,
    });

    const leaf = await signed({ csr, signer, usages });

    expect(readByX509(leaf.pem)).toEqual({
      subject: 'C=NO, O=Shøp, CN=shop.example',
      names: [
        'dns:*.shop.example',
        'email:web@shop.example',
        'ip:10.0.0.1',
        'ip:2001:db8::1',
        'url:spiffe://cluster.local/ns/shop',
        'upn:jürgen@shop.example',
      ],
      keyUsage: 0b10001,
      extKeyUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      isCa: false,
    });
  });
});

describe('a leaf without a subject', () => {
  it('has critical alternative names, and verifies strictly', async () => {
    const signer = await rootCa();
    const { csr } = await asking({ dnsNames: ['shop.example'] });

    const leaf = await signed({ csr, signer });

    expect(await printed(leaf)).toContain('X509v3 Subject Alternative Name: critical DNS:shop.example');
    expect(await opensslVerify(leaf.pem, signer.certificate.pem)).toEqual(ok);
  });
});

describe('CAs of every kind of key', () => {
  it.each([
    [{ algorithm: 'RSA', size: 2048 }, 'sha256WithRSAEncryption'],
    [{ algorithm: 'ECDSA', size: 384 }, 'ecdsa-with-SHA384'],
    [{ algorithm: 'ECDSA', size: 521 }, 'ecdsa-with-SHA512'],
    [{ algorithm: 'Ed25519', size: 0 }, 'ED25519'],
  ] as const)('sign by their own key: %o', async (keySpec, algorithm) => {
    const signer = await rootCa({}, keySpec);
    const { csr } = await asking({ commonName: 'shop.example', dnsNames: ['shop.example'] });

    const leaf = await signed({ csr, signer });

    expect(await printed(leaf)).toContain(`Signature Algorithm: ${algorithm}`);
    expect(await opensslVerify(leaf.pem, signer.certificate.pem)).toEqual(ok);
  });
});

describe('an intermediate CA that is constrained to example.com', () => {
  const chain = rootCa().then(async (root) => {
    const { csr, key } = await asking({
      commonName: 'intermediate',
      isCA: true,
      nameConstraints: { critical: true, permitted: { dnsDomains: ['example.com'] } },
    });
    return { root, intermediate: { certificate: await signed({ csr, isCa: true, signer: root }), key } };
  });

  it.each([
    ['www.example.com', ok],
    [
      'www.example.org',
      { code: 1, output: expect.stringContaining('permitted subtree violation') as string },
    ],
  ])('signs for %s, and openssl judges', async (name, verdict) => {
    const { root, intermediate } = await chain;
    const { csr } = await asking({ dnsNames: [name] });

    const leaf = await signed({ csr, signer: intermediate });

    expect(await opensslVerify(leaf.pem, root.certificate.pem, intermediate.certificate.pem)).toEqual(
      verdict,
    );
  });
});

describe('a leaf below an intermediate CA', () => {
  it('leads @peculiar/x509 up to its root, past another CA of the same name', async () => {
    const root = await rootCa();
    const impostor = await rootCa();
    const asked = await asking({ commonName: 'intermediate', isCA: true });
    const certificate = await signed({ csr: asked.csr, isCa: true, signer: root });
    const { csr } = await asking({ commonName: 'leaf' });

    const leaf = await signed({ csr, signer: { certificate, key: asked.key } });

    const cas = [impostor.certificate, root.certificate, certificate].map(({ pem }) => pem);
    expect(await chainByX509(leaf.pem, cas)).toEqual(['CN=leaf', 'CN=intermediate', 'CN=root']);
    expect(await chainByX509(leaf.pem, [impostor.certificate.pem, certificate.pem])).toEqual([
      'CN=leaf',
      'CN=intermediate',
    ]);
  });
});

describe('a request that no certificate can be made of', () => {
  const root = rootCa();
  const request = asking({ commonName: 'shop.example' });

  it.each<[string, Partial<SignRequest>, string]>([
    [
      'because its usages are others than the CSR asks for',
      { usages: ['client auth'] },
      'encoded CSR error: the CSR asks for the usages ["digital signature", "key encipherment"], spec.usages and spec.isCA for ["client auth"]',
    ],
    [
      'because it would end before it begins',
      { durationSeconds: -3600 },
      'spec.duration: must be a second or more',
    ],
    [
      'because a URL of the issuer is not ASCII',
      { crlDistributionPoints: ['http://crl.example', 'http://ü'] },
      'crlDistributionPoints[1]: must be a URL in ASCII',
    ],
  ])('is refused %s', async (_, changes, message) => {
    const { csr } = await request;

    await expect(signed({ csr, signer: await root, ...changes })).rejects.toMatchObject({
      retry: false,
      reason: 'InvalidRequest',
      message,
    });
  });

  it('is refused because a leaf cannot have name constraints', async () => {
    const { csr } = await asking({
      commonName: 'ca',
      isCA: true,
      encodeUsagesInRequest: false,
      nameConstraints: { permitted: { dnsDomains: ['a'] } },
    });

    await expect(signed({ csr, signer: await root })).rejects.toThrow(
      'encoded CSR error: the CSR asks for name constraints, which only a CA may have, and spec.isCA is false',
    );
  });

  it('is refused because the key to sign itself with is another', async () => {
    const { csr } = await request;
    const { key } = await root;

    await expect(signed({ csr, signer: { certificate: 'self', key } })).rejects.toMatchObject({
      reason: 'InvalidRequest',
      message: 'CSR not signed by referenced private key',
    });
  });

  it('is refused because the CA has the key of another', async () => {
    const { csr, key } = await request;
    const { certificate } = await root;
    expect(spkiDigest(key)).not.toBe(certificate.spkiDigest);

    await expect(signed({ csr, signer: { certificate, key } })).rejects.toMatchObject({
      reason: 'SigningFailed',
      message: "the signing CA's private key does not belong to its certificate",
    });
  });
});
