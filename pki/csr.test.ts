import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import type { CertificateSpec } from '../api/certificate/certificate.ts';
import { TerminalFailure } from '../api/failure.ts';
import { createCsr, csrWantedFrom, decodeCsr, defaultCsrGates, type CsrGates } from './csr.ts';
import { generateKey, spkiDigest, type KeySpec } from './key.ts';
import { openssl } from './oracles/openssl.ts';
import { readRequestByX509 } from './oracles/x509.ts';
import { writePem } from './pem.ts';

const p256 = { algorithm: 'ECDSA', size: 256 } as const;

async function csrOf(
  spec: Partial<CertificateSpec>,
  keySpec: KeySpec = p256,
  gates: CsrGates = defaultCsrGates,
): Promise<{ csr: string; key: Awaited<ReturnType<typeof generateKey>> }> {
  const key = await generateKey(keySpec);
  const wanted = csrWantedFrom({ secretName: 'shop-tls', issuerRef: { name: 'ca' }, ...spec }, gates);
  return { csr: await createCsr(wanted, key), key };
}

async function printed(csr: string): Promise<string> {
  const { code, output } = await openssl(
    ['req', '-verify', '-noout', '-text', '-nameopt', 'RFC2253,utf8,-esc_msb'],
    csr,
  );
  expect(code).toBe(0);
  expect(output).toContain('self-signature verify OK');
  return output.replaceAll(/\s+/g, ' ');
}

describe('the CSR of a Certificate with every kind of name', () => {
  const asked = csrOf({
    commonName: 'shop.example',
    subject: { organizations: ['Shøp'], countries: ['NO'], serialNumber: '7' },
    dnsNames: ['shop.example', '*.shop.example'],
    emailAddresses: ['web@shop.example'],
    ipAddresses: ['10.0.0.1', '2001:db8::1'],
    uris: ['spiffe://cluster.local/ns/shop'],
    otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'jürgen@shop.example' }],
    usages: ['digital signature', 'server auth', 'client auth'],
  });

  it('says to openssl what was asked for', async () => {
    const text = await printed((await asked).csr);

    expect(text).toContain('Subject: serialNumber=7,CN=shop.example,O=Shøp,C=NO ');
    expect(text).toContain('X509v3 Key Usage: critical Digital Signature X509v3');
    expect(text).toContain(
      'X509v3 Extended Key Usage: TLS Web Server Authentication, TLS Web Client Authentication',
    );
    expect(text).toMatch(
      /Subject Alternative Name: DNS:shop.example, DNS:\*.shop.example, email:web@shop.example, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1, URI:spiffe:\/\/cluster.local\/ns\/shop, othername: UPN::jürgen@shop.example/,
    );
    expect(text).not.toContain('Basic Constraints');
    expect(text).toContain('Signature Algorithm: ecdsa-with-SHA256');
  });

  it('says the same to @peculiar/x509', async () => {
    expect(await readRequestByX509((await asked).csr)).toEqual({
      subject: 'C=NO, O=Shøp, CN=shop.example, 2.5.4.5=7',
      names: [
        'dns:shop.example',
        'dns:*.shop.example',
        'email:web@shop.example',
        'ip:10.0.0.1',
        'ip:2001:db8::1',
        'url:spiffe://cluster.local/ns/shop',
        'upn:jürgen@shop.example',
      ],
      keyUsage: 1,
      extKeyUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      isCa: undefined,
    });
  });

  it('reads back', async () => {
    const { csr, key } = await asked;

    expect(decodeCsr(csr)).toMatchObject({
      pem: csr,
      commonName: 'shop.example',
      subject: { organizations: ['Shøp'], countries: ['NO'], serialNumber: '7' },
      dnsNames: ['shop.example', '*.shop.example'],
      emailAddresses: ['web@shop.example'],
      ipAddresses: ['10.0.0.1', '2001:db8::1'],
      uris: ['spiffe://cluster.local/ns/shop'],
      otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'jürgen@shop.example' }],
      keyUsages: ['digital signature'],
      extKeyUsageOids: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      spkiDigest: spkiDigest(key),
    });
  });
});

describe('the CSR of a CA', () => {
  it('has cert sign, and basic constraints only behind their gate', async () => {
    const ca = { commonName: 'ca', isCA: true };
    const { csr } = await csrOf(ca);
    const gated = await csrOf(ca, p256, { ...defaultCsrGates, basicConstraints: true });

    expect(await printed(csr)).toContain('critical Digital Signature, Key Encipherment, Certificate Sign');
    expect(decodeCsr(csr).isCa).toBeUndefined();
    expect(await printed(gated.csr)).toContain('X509v3 Basic Constraints: critical CA:TRUE');
    expect(decodeCsr(gated.csr).isCa).toBe(true);
  });

  it('has its name constraints', async () => {
    const { csr } = await csrOf({
      commonName: 'ca',
      isCA: true,
      nameConstraints: {
        critical: true,
        permitted: {
          dnsDomains: ['example.com'],
          ipRanges: ['10.1.2.3/8'],
          emailAddresses: ['.example.com'],
        },
        excluded: { uriDomains: ['.bad.example'], ipRanges: ['fd00::/8'] },
      },
    });

    expect(await printed(csr)).toContain(
      'X509v3 Name Constraints: critical Permitted: DNS:example.com IP:10.0.0.0/255.0.0.0 email:.example.com ' +
        'Excluded: IP:FD00:0:0:0:0:0:0:0/FF00:0:0:0:0:0:0:0 URI:.bad.example',
    );
    expect(decodeCsr(csr).nameConstraintsCritical).toBe(true);
  });
});

describe('the subject of a CSR', () => {
  it('may be written literally, and openssl prints it as it was written', async () => {
    const literalSubject = 'CN=shop.example,UID=x+OU=Web,O=a\\, b,DC=corp,DC=example';
    const { csr } = await csrOf({ literalSubject });

    expect(await printed(csr)).toContain(`Subject: ${literalSubject} `);
  });

  it('may be empty: then the alternative names are critical', async () => {
    const { csr } = await csrOf({ dnsNames: ['shop.example'] });

    expect(await printed(csr)).toContain('X509v3 Subject Alternative Name: critical DNS:shop.example');
  });

  it('may be all there is: then there are no alternative names', async () => {
    const { csr } = await csrOf({ commonName: 'shop.example', encodeUsagesInRequest: false });

    expect(await printed(csr)).toContain('Attributes: (none)');
    expect(decodeCsr(csr)).not.toHaveProperty('sanDer');
  });
});

describe('the signature of a CSR', () => {
  it.each([
    [{ algorithm: 'RSA', size: 2048 }, undefined, 'sha256WithRSAEncryption'],
    [{ algorithm: 'RSA', size: 2048 }, 'SHA512WithRSA', 'sha512WithRSAEncryption'],
    [{ algorithm: 'ECDSA', size: 384 }, undefined, 'ecdsa-with-SHA384'],
    [{ algorithm: 'ECDSA', size: 521 }, undefined, 'ecdsa-with-SHA512'],
    [{ algorithm: 'ECDSA', size: 521 }, 'ECDSAWithSHA256', 'ecdsa-with-SHA256'],
    [{ algorithm: 'Ed25519', size: 0 }, undefined, 'ED25519'],
  ] as const)('by %o as %s is %s', async (keySpec, signatureAlgorithm, name) => {
    const { csr } = await csrOf(
      { dnsNames: ['a'], ...(signatureAlgorithm && { signatureAlgorithm }) },
      keySpec,
    );

    expect(await printed(csr)).toContain(`Signature Algorithm: ${name}`);
    expect(decodeCsr(csr).dnsNames).toEqual(['a']);
  });

  it('cannot be one of another kind of key', async () => {
    await expect(csrOf({ dnsNames: ['a'], signatureAlgorithm: 'SHA256WithRSA' })).rejects.toThrow(
      'spec.signatureAlgorithm: SHA256WithRSA needs a key of algorithm RSA',
    );
  });
});

describe('too many names', () => {
  it('are refused before anybody is asked to read the CSR', async () => {
    const dnsNames = Array.from({ length: 1500 }, (_, index) => `shop-${index}.example.com`);

    await expect(csrOf({ dnsNames })).rejects.toMatchObject({
      reason: 'InvalidSpec',
      message:
        'the certificate request would be larger than the maximum 36500B: ask for fewer or shorter names',
    });
  });
});

const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** `openssl req -new` with a new key that is thrown away. */
function opensslCsr(...args: readonly string[]): string {
  return execFileSync('openssl', ['req', '-new', '-nodes', '-keyout', '/dev/null', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

describe('a CSR that openssl made', () => {
  it('reads with its extensions, passing over what the API has no words for', () => {
    const csr = opensslCsr(
      ...ec,
      '-subj',
      '/CN=a/O=b/emailAddress=a@b',
      '-addext',
      'keyUsage=cRLSign',
      '-addext',
      'extendedKeyUsage=1.3.6.1.4.1.311.20.2.2',
      '-addext',
      'subjectAltName=RID:1.2.3,DNS:a,otherName:1.2.3;IA5:x',
      '-addext',
      'tlsfeature=status_request',
      '-addext',
      'basicConstraints=CA:TRUE,pathlen:0',
    );

    expect(decodeCsr(csr)).toMatchObject({
      commonName: 'a',
      subject: { organizations: ['b'] },
      dnsNames: ['a'],
      otherNames: [],
      keyUsages: ['crl sign'],
      extKeyUsageOids: ['1.3.6.1.4.1.311.20.2.2'],
      isCa: true,
    });
  });

  it('reads whatever its label and what stands around it', () => {
    const csr = opensslCsr(...ec, '-newhdr', '-subj', '/CN=a');

    expect(csr).toContain('BEGIN NEW CERTIFICATE REQUEST');
    expect(decodeCsr(Buffer.from(`text\n${csr}text\n`)).commonName).toBe('a');
  });

  it('is refused when it is signed with SHA-1', () => {
    expect(() => decodeCsr(opensslCsr(...ec, '-subj', '/CN=a', '-sha1'))).toThrow(
      'error decoding certificate request: its signature does not verify',
    );
  });

  it('is refused when its key is of a kind that the API does not have', () => {
    expect(() => decodeCsr(opensslCsr('-newkey', 'ed448', '-subj', '/CN=a'))).toThrow(
      'error decoding certificate request: keys of type ed448 are not supported: use RSA, ECDSA or Ed25519',
    );
  });
});

describe('what is no CSR', () => {
  const refusal = (text: string | Buffer): unknown => {
    try {
      return decodeCsr(text);
    } catch (error) {
      return error;
    }
  };

  it('is refused when it asks for an extension twice', async () => {
    const usage = { oid: '2.5.29.15', critical: false, value: Buffer.from('03020780', 'hex') };
    const wanted = csrWantedFrom({ secretName: 'a', issuerRef: { name: 'ca' }, dnsNames: ['a'] });
    const csr = await createCsr({ ...wanted, nameConstraints: usage }, await generateKey(p256));

    expect(refusal(csr)).toMatchObject({
      message: 'error decoding certificate request: the extension 2.5.29.15 stands there twice',
    });
  });

  it('is refused when anything in it was changed', async () => {
    const { der } = decodeCsr((await csrOf({ dnsNames: ['shop.example'] })).csr);
    const changed = Buffer.from(der.toString('latin1').replace('shop.', 'evil.'), 'latin1');

    expect(refusal(writePem('CERTIFICATE REQUEST', changed))).toMatchObject({
      retry: false,
      reason: 'InvalidRequest',
      message: 'error decoding certificate request: its signature does not verify',
    });
  });

  it('is refused wherever it is cut off or one byte differs', async () => {
    const { der } = decodeCsr((await csrOf({ dnsNames: ['shop.example'], isCA: true })).csr);
    const damaged = Array.from(der.keys(), (at) => {
      const copy = Buffer.from(der);
      copy[at] = (copy[at] ?? 0) ^ 0x21;
      return copy;
    });

    const reasons = [...damaged, ...Array.from(der.keys(), (length) => der.subarray(0, length))]
      .map((bytes) => refusal(writePem('CERTIFICATE REQUEST', bytes)))
      .map((error) => error instanceof TerminalFailure && error.reason);

    expect(new Set(reasons)).toEqual(new Set(['InvalidRequest']));
  });

  it.each([
    ['no PEM', 'hello', 'error decoding certificate request PEM block'],
    ['too large', ' '.repeat(36_501), 'provided PEM data was larger than the maximum 36500B'],
  ])('is refused when it is %s', (_, text, message) => {
    expect(refusal(text)).toMatchObject({ reason: 'InvalidRequest', message });
  });
});
