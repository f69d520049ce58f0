import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';

import { describe, expect, it } from 'vitest';

import { decodeCertificate } from './certificate.ts';
import { createCsr, csrWantedFrom, decodeCsr } from './csr.ts';
import { encodeKey, generateKey, type KeySpec } from './key.ts';
import { opensslVerify } from './oracles/openssl.ts';
import { chainByX509, readByX509 } from './oracles/x509.ts';
import { type CertificateAndKey, createServingCa, createServingCertificate } from './serving.ts';
import { signCertificate } from './sign.ts';

describe('a serving certificate for webhook.certloom.svc, made now for a day', () => {
  const now = new Date();
  const ca = createServingCa(now, 365 * 24 * 3600);
  const serving = ca.then((made) =>
    createServingCertificate(made, ['webhook.certloom.svc', '127.0.0.1'], now, 24 * 3600),
  );

  it('verifies strictly against its CA', async () => {
    const { code, output } = await opensslVerify((await serving).certificatePem, (await ca).certificatePem);

    expect(output).toContain('OK');
    expect(code).toBe(0);
  });

  it('is valid five minutes ago, for clocks that are behind, and for a day from now', async () => {
    const { notBefore, notAfter } = decodeCertificate((await serving).certificatePem);

    const second = Math.floor(now.getTime() / 1000) * 1000;
    expect(notBefore.getTime()).toBe(second - 300_000);
    expect(notAfter.getTime()).toBe(second + 24 * 3600 * 1000);
  });

  it.each([
    ['webhook.certloom.svc', 'authorized'],
    ['127.0.0.1', 'authorized'],
    ['other.certloom.svc', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('serves a client that expects %s: %s', async (name, outcome) => {
    const { certificatePem: cert, keyPem: key } = await serving;
    const server = createServer({ cert, key }, (socket) => socket.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');

    const { port } = server.address() as AddressInfo;
    const client = connect({
      port,
      host: '127.0.0.1',
      ca: (await ca).certificatePem,
      servername: name === '127.0.0.1' ? '' : name,
    });
    const result = await once(client, 'secureConnect').then(
      () => 'authorized',
      (error: unknown) => (error as { code: string }).code,
    );
    client.destroy();
    server.close();

    expect(result).toBe(outcome);
  });

  it('may have a first name that is too long for a common name', async () => {
    const long = `${'a'.repeat(60)}.certloom.svc`;

    const { certificatePem } = await createServingCertificate(await ca, [long, 'short.svc'], now, 3600);

    expect(decodeCertificate(certificatePem)).toMatchObject({
      commonName: 'short.svc',
      dnsNames: [long, 'short.svc'],
    });
  });

  it('says its names and usages to @peculiar/x509, and so does its CA', async () => {
    const leaf = (await serving).certificatePem;
    const authority = (await ca).certificatePem;

    expect(readByX509(leaf)).toEqual({
      subject: 'CN=webhook.certloom.svc',
      names: ['dns:webhook.certloom.svc', 'ip:127.0.0.1'],
      keyUsage: 0b1,
      extKeyUsages: ['1.3.6.1.5.5.7.3.1'],
      isCa: false,
    });
    expect(readByX509(authority)).toMatchObject({ keyUsage: 0b1100001, isCa: true, names: [] });
    expect(await chainByX509(leaf, [authority])).toEqual([
      'CN=webhook.certloom.svc',
      'CN=certloom serving CA',
    ]);
  });

  it('is not signed with the key of another CA', async () => {
    const { keyPem } = await createServingCa(now, 3600);
    const mixed = { ...(await ca), keyPem };

    await expect(createServingCertificate(mixed, ['a.svc'], now, 3600)).rejects.toMatchObject({
      reason: 'SigningFailed',
      message: "the serving CA's private key does not belong to its certificate",
    });
  });
});

describe('a serving certificate of a CA that somebody else has made', () => {
  const now = new Date();

  async function foreignCa(keySpec: KeySpec): Promise<CertificateAndKey> {
    const key = await generateKey(keySpec);
    const subject = { organizations: ['Shøp', 'Ops'], countries: ['NO'] };
    const spec = { secretName: 'ca', issuerRef: { name: 'ca' }, commonName: 'Møther', subject, isCA: true };
    const certificatePem = await signCertificate({
      csr: decodeCsr(await createCsr(csrWantedFrom(spec), key)),
      durationSeconds: 24 * 3600,
      usages: [],
      isCa: true,
      now: new Date(now.getTime() - 600_000),
      signer: { certificate: 'self', key },
    });
    return { certificatePem, keyPem: encodeKey(key, 'PKCS8') };
  }

  it.each([
    { algorithm: 'RSA', size: 2048 },
    { algorithm: 'ECDSA', size: 384 },
    { algorithm: 'ECDSA', size: 521 },
    { algorithm: 'Ed25519', size: 0 },
  ] as const)('verifies strictly when the CA has a key of $algorithm $size', async (keySpec) => {
    const ca = await foreignCa(keySpec);

    const { certificatePem } = await createServingCertificate(ca, ['a.svc', '::1'], now, 3600);

    expect(await opensslVerify(certificatePem, ca.certificatePem)).toMatchObject({ code: 0 });
    const { issuerDer, ipAddresses } = decodeCertificate(certificatePem);
    expect(issuerDer).toEqual(decodeCertificate(ca.certificatePem).subjectDer);
    expect(ipAddresses).toEqual(['::1']);
  });
});
