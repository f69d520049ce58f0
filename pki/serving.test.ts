import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';

import { describe, expect, it } from 'vitest';

import { decodeCertificate } from './certificate.ts';
import { opensslVerify } from './oracles/openssl.ts';
import { createServingCa, createServingCertificate } from './serving.ts';

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
});
