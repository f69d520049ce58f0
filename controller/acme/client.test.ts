import { generateKeyPairSync } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createCsr, csrWantedFrom, decodeCsr, defaultCsrGates } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { signCertificate } from '../../pki/sign.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { createAcmeClient } from './client.ts';
import { createAcmeTransport } from './transport.ts';

type Answer = (url: string, answer: ServerResponse) => void;

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** An ACME server that knows everybody and answers signed requests as it is told; the client of an account at it. */
async function clientOf(answerTo: Answer, timeoutSeconds = 5) {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, answer) => {
    const base = `http://${request.headers.host}`;
    const url = request.url ?? '';
    request.resume();
    answer.setHeader('replay-nonce', `nonce-${asked.push(`${request.method} ${url}`)}`);
    answer.setHeader('content-type', 'application/json');
    if (url === '/dir') answer.end(JSON.stringify({ newNonce: `${base}/nonce`, newOrder: `${base}/order` }));
    else if (url === '/nonce') answer.end();
    else answerTo(url, answer);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = new ManualClock('2026-01-01T12:00:00Z');
  const transport = createAcmeTransport({ skipTlsVerify: false, userAgent: 'test', clock, timeoutSeconds });
  const client = createAcmeClient({ server: `${base}/dir`, key, transport });
  client.signInAs(`${base}/account/1`);
  return { client, base, asked };
}

function problem(answer: ServerResponse, status: number, type: string): void {
  answer.statusCode = status;
  answer.end(JSON.stringify({ type: `urn:ietf:params:acme:error:${type}`, detail: 'said so', status }));
}

describe('a request that the CA does not want now', () => {
  it('is not repeated, and says when to come back', async () => {
    const { client, base, asked } = await clientOf((_url, answer) => {
      answer.setHeader('retry-after', 'Thu, 01 Jan 2026 12:01:00 GMT');
      problem(answer, 429, 'rateLimited');
    });

    await expect(client.order(`${base}/order/1`)).rejects.toMatchObject({
      retry: true,
      reason: 'AcmeRateLimited',
      retryAfterSeconds: 60,
    });
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('is repeated at once when only the nonce was refused, and given up in the end', async () => {
    const { client, base, asked } = await clientOf((_url, answer) => problem(answer, 400, 'badNonce'));

    await expect(client.order(`${base}/order/1`)).rejects.toMatchObject({
      retry: true,
      reason: 'AcmeBadNonce',
    });
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(11);
    expect(asked.filter((one) => one.startsWith('HEAD'))).toHaveLength(1);
  });
});

describe('an answer that cannot be used', () => {
  it.each<[string, string, Answer]>([
    ['is no order', 'AcmeInvalidAnswer', (_url, answer) => answer.end('{"status":"fine"}')],
    ['is no JSON', 'AcmeInvalidAnswer', (_url, answer) => answer.end('<html>')],
    ['is too large', 'AcmeServerUnreachable', (_url, answer) => answer.end('x'.repeat(2_000_000))],
    ['breaks off', 'AcmeServerUnreachable', (_url, answer) => answer.destroy()],
  ])('because it %s, may be better next time', async (_what, reason, answerTo) => {
    const { client, base } = await clientOf(answerTo);

    await expect(client.order(`${base}/order/1`)).rejects.toMatchObject({ retry: true, reason });
  });

  it('because it never comes, is not waited for', async () => {
    const { client, base } = await clientOf(() => undefined, 0.2);

    await expect(client.order(`${base}/order/1`)).rejects.toMatchObject({
      message: `Post "${base}/order/1": no answer in time`,
    });
  });
});

describe('an account that the CA has forgotten', () => {
  it('is known to be gone until somebody signs in again', async () => {
    const { client, base } = await clientOf((_url, answer) => problem(answer, 400, 'accountDoesNotExist'));

    await expect(client.order(`${base}/order/1`)).rejects.toMatchObject({ retry: true });
    expect(client.isGone).toBe(true);
    client.signInAs(`${base}/account/2`);
    expect(client.isGone).toBe(false);
  });
});

describe('a certificate with several chains', () => {
  let chains: Readonly<Record<string, string>>;
  beforeAll(async () => {
    chains = { '/certificate': await issuedBy('root one'), '/certificate/1': await issuedBy('root two') };
  });

  const offer: Answer = (url, answer) => {
    answer.setHeader('content-type', 'application/pem-certificate-chain');
    answer.setHeader('link', ['</dir>;rel="index"', '</certificate/1>;rel="alternate"']);
    answer.end(chains[url]);
  };

  it.each([
    [undefined, '/certificate', 1],
    ['root one', '/certificate', 1],
    ['root two', '/certificate/1', 2],
    ['root of somebody else', '/certificate', 2],
  ])('gives the preferred one (%s), or else the first', async (preferred, url, requests) => {
    const { client, base, asked } = await clientOf(offer);

    expect(await client.certificate(`${base}/certificate`, preferred)).toBe(chains[url]);
    expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(requests);
  });
});

/** A certificate that signed itself, so its issuer has its name. */
async function issuedBy(commonName: string): Promise<string> {
  const ownKey = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const spec = { secretName: 'root-tls', issuerRef: { name: 'acme' }, commonName };
  const csr = decodeCsr(await createCsr(csrWantedFrom(spec, defaultCsrGates), ownKey));
  const now = new Date('2026-01-01T12:00:00Z');
  const signer = { certificate: 'self', key: ownKey } as const;
  return signCertificate({ csr, durationSeconds: 3600, usages: [], isCa: false, now, signer });
}
