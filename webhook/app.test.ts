import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../runtime/log.ts';
import { createApp } from './app.ts';
import { createJudge } from './judge.ts';

const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
let server: Server;
let url: string;

beforeAll(async () => {
  const app = createApp({
    judge: createJudge(gates),
    approval: () => Promise.resolve([]),
    mutation: { visibleDefaults: true },
    log: createLogger({ level: 'error', stream: nowhere }),
    answered: () => undefined,
    unanswered: () => undefined,
  });
  server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

async function post(
  path: string,
  body: string,
  contentType = 'application/json',
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
  });
  return { status: response.status, body: await response.json() };
}

function review(object: unknown): string {
  const resource = { group: 'cert-manager.io', version: 'v1', resource: 'certificates' };
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid: 'a-1', resource, operation: 'CREATE', object },
  });
}

describe('a review of a Certificate', () => {
  it('is answered with its uid and, when refused, with 403 Forbidden', async () => {
    const { status, body } = await post(
      '/validate?timeout=5s',
      review({ metadata: { name: 'shop' }, spec: { secretName: 'shop-tls', issuerRef: { name: 'ca' } } }),
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: {
        uid: 'a-1',
        allowed: false,
        status: {
          code: 403,
          reason: 'Forbidden',
          message: expect.stringContaining('at least one of commonName'),
        },
      },
    });
  });

  it('is answered with a patch of additions', async () => {
    const { body } = await post(
      '/mutate',
      review({ metadata: { name: 'shop' }, spec: { secretName: 'shop-tls', issuerRef: { name: 'ca' } } }),
    );
    const { response } = body as { response: { patch: string; patchType: string; uid: string } };

    expect(response).toMatchObject({ uid: 'a-1', patchType: 'JSONPatch' });
    expect(JSON.parse(Buffer.from(response.patch, 'base64').toString())).toContainEqual({
      op: 'add',
      path: '/spec/usages',
      value: ['digital signature', 'key encipherment'],
    });
  });

  it.each([
    {},
    { spec: null },
    { metadata: [], spec: [] },
    { metadata: { name: 7 }, spec: { dnsNames: { length: -1 } } },
    'text',
    null,
  ])('is answered for the object %j too', async (object) => {
    const { status, body } = await post('/validate', review(object));

    expect(status).toBe(200);
    expect(body).toMatchObject({ response: { uid: 'a-1' } });
  });
});

describe('what is no review', () => {
  it.each([
    ['{}', 400, 'AdmissionReview'],
    ['{', 400, 'not valid JSON'],
    ['null', 400, 'AdmissionReview'],
    [
      JSON.stringify({ apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview' }),
      400,
      'admission.k8s.io/v1',
    ],
    [JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: {} }), 400, 'uid'],
  ])('%s is refused with %i', async (text, code, words) => {
    const { status, body } = await post('/validate', text);

    expect(status).toBe(code);
    expect((body as { message: string }).message).toContain(words);
  });

  it('is refused with 413 when it is larger than two objects can be', async () => {
    expect((await post('/validate', `"${'x'.repeat(9 * 1024 * 1024)}"`)).status).toBe(413);
  });

  it('is refused with 415 when it is not JSON, and with 404 elsewhere', async () => {
    expect((await post('/validate', '{}', 'text/plain')).status).toBe(415);
    expect((await post('/', '{}')).status).toBe(404);
  });
});
