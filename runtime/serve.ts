import type { RequestListener } from 'node:http';
import type { Changing } from './changing.ts';
import type { Log } from './log.ts';
import type { CertificateSource } from './serving-certificate.ts';

export interface HttpOptions {
  readonly handler: RequestListener;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly log: Log;
}

export interface HttpsOptions extends HttpOptions {
  /** Handshakes fail until it has a value. */
  readonly certificate: CertificateSource;
  /** PEM bundle that vouches for client certificates. Callers are asked for one and served either way: the handler judges `socket.authorized`. */
  readonly requestHeaderCa?: Changing<string>;
  /** Default `TLSv1.2`. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL names, in order. */
  readonly ciphers?: string;
}

export interface HttpServer {
  readonly port: number;
  /** Stops accepting, lets requests in flight finish, closes idle connections, and the rest by force after so long (default 20 s). */
  close(limitSeconds?: number): Promise<void>;
}

export type HttpsServer = HttpServer;

export function startHttp(options: HttpOptions): Promise<HttpServer> {
  throw new Error('not built yet', { cause: options });
}

export function startHttps(options: HttpsOptions): Promise<HttpsServer> {
  throw new Error('not built yet', { cause: options });
}
