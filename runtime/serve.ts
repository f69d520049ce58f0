import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { SecureContextOptions } from 'node:tls';
import type { Changing } from './changing.ts';
import { noteClientCas } from './client-ca.ts';
import { drain, noteConnections, retire } from './drain.ts';
import type { Log } from './log.ts';
import type { CertificateSource } from './serving-certificate.ts';

export interface HttpOptions {
  readonly handler: RequestListener;
  /** 0 takes a free one. */
  readonly port: number;
  /** Every address of the machine when empty or left out. */
  readonly host?: string;
  readonly log: Log;
}

export interface HttpsOptions extends HttpOptions {
  /** Handshakes fail until it has a value; every new value serves from the next handshake on. */
  readonly certificate: CertificateSource;
  /**
   * PEM bundle that vouches for client certificates, and alone: never the public roots. Callers are asked for one and
   * served either way: the handler judges `socket.authorized`. Until there is a value nobody is authorized.
   */
  readonly requestHeaderCa?: Changing<string>;
  /** Default `TLSv1.2`. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL names, in order. */
  readonly ciphers?: string;
}

export interface HttpServer {
  readonly port: number;
  /** Serves on, and sends callers elsewhere with every answer: for the time between no longer being ready and closing. */
  retire(): void;
  /**
   * Stops accepting, lets requests in flight finish, closes idle connections, and ends the rest by force after so long
   * (default 20 s).
   */
  close(limitSeconds?: number): Promise<void>;
}

export type HttpsServer = HttpServer;

/** Longer than the API server keeps connections to webhooks idle (90 s), so that it is never the one surprised. */
const keepAliveMs = 120_000;

const limits = {
  keepAliveTimeout: keepAliveMs,
  // a request that begins as its connection falls idle must not find the header deadline gone
  headersTimeout: keepAliveMs + 10_000,
  requestTimeout: keepAliveMs + 20_000,
  // front proxies carry the caller's groups and extras in headers
  maxHeaderSize: 64 * 1024,
} as const;

/** @throws the error of the system when the address is taken */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  return listen(createHttpServer(limits), options);
}

/** @throws the error of the system when the address is taken */
export async function startHttps(options: HttpsOptions): Promise<HttpsServer> {
  const { certificate, requestHeaderCa, log } = options;
  const server = createHttpsServer({
    ...limits,
    ...contextOf(options),
    requestCert: requestHeaderCa !== undefined,
    rejectUnauthorized: false,
  });
  if (requestHeaderCa !== undefined) noteClientCas(server, requestHeaderCa);
  const reload = (): void => {
    try {
      server.setSecureContext(contextOf(options));
      log.info({}, 'Serving certificate or client CA was loaded');
    } catch (err) {
      // what was loaded before goes on serving
      log.error({ err }, 'Serving certificate or client CA cannot be loaded');
    }
  };
  const stops = [certificate.subscribe(reload), requestHeaderCa?.subscribe(reload)];
  const listening = await listen(server, options);
  return {
    ...listening,
    async close(limitSeconds) {
      for (const stop of stops) stop?.();
      await listening.close(limitSeconds);
    },
  };
}

function contextOf({
  certificate,
  requestHeaderCa,
  minVersion = 'TLSv1.2',
  ciphers,
}: HttpsOptions): SecureContextOptions {
  const pair = certificate.current();
  return {
    ...(pair === undefined ? {} : { cert: pair.certificatePem, key: pair.keyPem }),
    // an empty list, and not an absent one, which would mean the public roots
    ...(requestHeaderCa === undefined ? {} : { ca: requestHeaderCa.current() ?? [] }),
    minVersion,
    ...(ciphers === undefined ? {} : { ciphers, honorCipherOrder: true }),
  };
}

async function listen(
  server: Server | TlsServer,
  { handler, port, host, log }: HttpOptions,
): Promise<HttpServer> {
  const connections = noteConnections(server);
  server.on('request', handler);
  server.on('clientError', (error, socket) => {
    log.debug({ code: 'code' in error ? error.code : undefined }, 'A client broke the protocol');
    socket.destroy();
  });
  server.listen(port, host === '' ? undefined : host);
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  log.info({ port: actual }, 'Listening');
  return {
    port: actual,
    retire: () => retire(connections),
    close: (limitSeconds = 20) => drain(server, connections, limitSeconds),
  };
}
