import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServingCa, createServingCertificate } from '../pki/serving.ts';

const body = JSON.stringify({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  response: { uid: '00000000-0000-0000-0000-000000000000', allowed: true },
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

/**
 * A program: the least that a webhook on Node costs. Reads what it is sent, and answers the same to everything. The first
 * line of its output is its port.
 */
async function serve(): Promise<void> {
  const ca = await createServingCa(new Date(), 3600);
  const { certificatePem, keyPem } = await createServingCertificate(ca, ['localhost'], new Date(), 3600);
  const server = createServer(
    { cert: certificatePem, key: keyPem, keepAliveTimeout: 120_000 },
    (request, response) => {
      request.resume().once('end', () => response.writeHead(200, headers).end(body));
    },
  );
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
}

await serve();
