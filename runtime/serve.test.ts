import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createChanging } from './changing.ts';
import { silentLog } from './log.ts';
import { type HttpsOptions, type HttpsServer, startHttps } from './serve.ts';
import type { ServingCertificate } from './serving-certificate.ts';

const run = promisify(execFile);
let dir: string;
let first: ServingCertificate;
let second: ServingCertificate;
let server: HttpsServer | undefined;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'certloom-serve-'));
  first = await selfSigned('first');
  second = await selfSigned('second');
});
afterEach(() => server?.close(0));
afterAll(() => rm(dir, { recursive: true }));

async function selfSigned(name: string): Promise<ServingCertificate> {
  const [key, cert] = [join(dir, `${name}.key`), join(dir, `${name}.crt`)];
  const about = ['-nodes', '-days', '1', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  await run('openssl', [...kind, ...about, '-keyout', key, '-out', cert]);
  return { certificatePem: await readFile(cert, 'utf8'), keyPem: await readFile(key, 'utf8') };
}

interface Answer {
  readonly commonName: string;
  readonly text: string;
  readonly connection: string | undefined;
}

function ask(options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(
      { port: server?.port, host: '127.0.0.1', rejectUnauthorized: false, agent: false, ...options },
      (response: IncomingMessage) => {
        const commonName = (response.socket as TLSSocket).getPeerCertificate().subject.CN ?? '';
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ commonName: String(commonName), text, connection: response.headers.connection }),
        );
      },
    );
    call.on('error', reject).end();
  });
}

async function serve(options: Partial<HttpsOptions> = {}): Promise<HttpsServer> {
  server = await startHttps({
    handler: (_request, response) => response.end('hello'),
    port: 0,
    host: '127.0.0.1',
    certificate: createChanging(first),
    log: silentLog,
    ...options,
  });
  return server;
}

describe('an HTTPS server', () => {
  it('serves with its certificate', async () => {
    await serve();

    expect(await ask()).toMatchObject({ commonName: 'first', text: 'hello' });
  });

  it('takes a new certificate without a restart', async () => {
    const certificate = createChanging(first);
    await serve({ certificate });
    certificate.set(second);

    expect(await ask()).toMatchObject({ commonName: 'second' });
  });

  it('goes on with the old one when the new one is broken', async () => {
    const certificate = createChanging(first);
    await serve({ certificate });
    certificate.set({ certificatePem: 'not a certificate', keyPem: first.keyPem });

    expect(await ask()).toMatchObject({ commonName: 'first' });
  });

  it('listens before it has one, and serves as soon as it comes', async () => {
    const certificate = createChanging<ServingCertificate>();
    await serve({ certificate });
    await expect(ask()).rejects.toThrow('handshake failure');

    certificate.set(first);
    expect(await ask()).toMatchObject({ text: 'hello' });
  });

  it('refuses TLS 1.1', async () => {
    await serve();

    await expect(ask({ maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' })).rejects.toThrow('protocol');
  });

  it('takes headers of 50 KiB', async () => {
    await serve();
    const headers = { 'x-remote-extra-scopes': 'x'.repeat(50 * 1024) };

    expect(await ask({ headers })).toMatchObject({ text: 'hello' });
  });
});

describe('an HTTPS server behind a front proxy', () => {
  const authorized: HttpsOptions['handler'] = (request, response) =>
    response.end(String((request.socket as TLSSocket).authorized));

  it('knows a client whose certificate its CA vouches for, and serves others all the same', async () => {
    await serve({ handler: authorized, requestHeaderCa: createChanging(first.certificatePem) });

    expect(await ask({ cert: first.certificatePem, key: first.keyPem })).toMatchObject({ text: 'true' });
    expect(await ask({ cert: second.certificatePem, key: second.keyPem })).toMatchObject({ text: 'false' });
    expect(await ask()).toMatchObject({ text: 'false' });
  });

  it('trusts another CA from the moment it is told', async () => {
    const requestHeaderCa = createChanging(first.certificatePem);
    await serve({ handler: authorized, requestHeaderCa });
    requestHeaderCa.set(second.certificatePem);

    expect(await ask({ cert: first.certificatePem, key: first.keyPem })).toMatchObject({ text: 'false' });
    expect(await ask({ cert: second.certificatePem, key: second.keyPem })).toMatchObject({ text: 'true' });
  });

  it('trusts nobody before it has a CA', async () => {
    await serve({ handler: authorized, requestHeaderCa: createChanging<string>() });

    expect(await ask({ cert: first.certificatePem, key: first.keyPem })).toMatchObject({ text: 'false' });
  });
});

describe('a server that closes', () => {
  it('lets a request in flight finish, on a connection that ends with it, and takes no new one', async () => {
    const working = Promise.withResolvers<void>();
    const came = Promise.withResolvers<void>();
    const closing = await serve({
      handler: (_request, response) => {
        came.resolve();
        void working.promise.then(() => response.end('done'));
      },
    });
    const agent = new Agent({ keepAlive: true });
    const answer = ask({ agent });
    await came.promise;
    const closed = closing.close(10);
    await expect(ask()).rejects.toThrow('ECONNREFUSED');

    working.resolve();
    expect(await answer).toMatchObject({ text: 'done', connection: 'close' });
    await closed;
    agent.destroy();
  });

  it('sends callers elsewhere with their answers before it closes', async () => {
    const closing = await serve();
    const agent = new Agent({ keepAlive: true });
    expect(await ask({ agent })).toMatchObject({ connection: 'keep-alive' });
    closing.retire();

    expect(await ask({ agent })).toMatchObject({ text: 'hello', connection: 'close' });
    agent.destroy();
  });

  it('closes idle connections at once', async () => {
    const closing = await serve();
    const agent = new Agent({ keepAlive: true });
    await ask({ agent });
    const before = Date.now();
    await closing.close(10);
    agent.destroy();

    expect(Date.now() - before).toBeLessThan(2000);
  });

  it.each([
    ['has sent nothing at all', ''],
    ['is in the middle of its first request', 'GET / HTTP/1.1\r\nHost: certl'],
  ])('does not wait for a connection that %s', async (_, sent) => {
    const closing = await serve();
    const open = connect({ port: closing.port, host: '127.0.0.1', rejectUnauthorized: false });
    open.on('error', () => {});
    await once(open, 'secureConnect');
    open.write(sent);
    const ended = once(open, 'close');
    const before = Date.now();
    await closing.close(10);
    await ended;

    expect(Date.now() - before).toBeLessThan(3000);
  });

  it('gives a connection that has just come the time to ask', async () => {
    const closing = await serve();
    const open = connect({ port: closing.port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(open, 'secureConnect');
    const closed = closing.close(10);
    open.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');

    expect(await text(open)).toMatch(/^HTTP\/1.1 200 OK[^]*hello$/);
    await closed;
  });

  it('ends by force what does not finish in time', async () => {
    const came = Promise.withResolvers<void>();
    const closing = await serve({ handler: () => came.resolve() });
    const answer = ask().catch((error: Error) => error.message);
    await came.promise;
    await closing.close(0.1);

    expect(await answer).toContain('socket hang up');
  });
});
