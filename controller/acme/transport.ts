import { request } from 'undici';

import type { Clock } from '../../runtime/clock.ts';
import { type Proxies, dispatcherThrough } from '../../runtime/proxies.ts';
import { failureFromNetwork } from './classify.ts';
import { readRetryAfter } from '../retry-after.ts';

/** One request to an ACME server, for metrics. */
export interface AcmeCall {
  /** Upstream's words: `authorize_order`, `get_order`, … */
  readonly action: string;
  readonly method: string;
  readonly scheme: string;
  readonly host: string;
  /** 999 when there was no answer, as upstream counts. */
  readonly status: number;
  readonly seconds: number;
}

export interface AcmeTransportOptions {
  /** PEM; replaces the roots of the system. */
  readonly caBundle?: string;
  readonly skipTlsVerify: boolean;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly proxies?: Proxies;
  /** Until an answer begins, and between pieces of it; default 90. */
  readonly timeoutSeconds?: number;
  readonly onCall?: (call: AcmeCall) => void;
}

/** An answer of whatever status, its body read. */
export interface AcmeAnswer {
  readonly status: number;
  /** Names in lower case; several headers of one name are a list. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed where it is JSON, else text. */
  readonly data: unknown;
  readonly retryAfterSeconds?: number;
}

export interface AcmeTransport {
  /** @throws {TransientFailure} `AcmeServerUnreachable` when there is no answer; every answer is returned as it is */
  send(action: string, method: 'GET' | 'HEAD' | 'POST', url: string, body?: unknown): Promise<AcmeAnswer>;
  /** Ends all connections once nothing is under way. */
  close(): Promise<void>;
}

/** A chain of certificates and every JSON answer fit in; a server cannot fill our memory. */
const largestBodyBytes = 1024 * 1024;

/** HTTP for one issuer: its own connections, for its own trust. */
export function createAcmeTransport(options: AcmeTransportOptions): AcmeTransport {
  const timeout = (options.timeoutSeconds ?? 90) * 1000;
  const agent = dispatcherThrough(options.proxies, {
    connections: 16,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    maxResponseSize: largestBodyBytes,
    connect: {
      timeout: 30_000,
      rejectUnauthorized: !options.skipTlsVerify,
      ...(options.caBundle !== undefined && { ca: options.caBundle }),
    },
  });
  const headers = { 'user-agent': options.userAgent, 'content-type': 'application/jose+json' };

  return {
    async send(action, method, url, body) {
      const began = performance.now();
      const payload = body === undefined ? null : JSON.stringify(body);
      try {
        const answer = await request(url, { dispatcher: agent, method, headers, body: payload });
        const text = await answer.body.text();
        report(options, { action, method, url, status: answer.statusCode, began });
        return readAnswer(answer.statusCode, answer.headers, text, options.clock.now());
      } catch (error) {
        report(options, { action, method, url, status: 999, began });
        throw failureFromNetwork(method, url, error);
      }
    },
    close: () => agent.close(),
  };
}

function readAnswer(status: number, headers: AcmeAnswer['headers'], text: string, now: Date): AcmeAnswer {
  const retryAfterSeconds = readRetryAfter(oneHeader(headers['retry-after']), now);
  const isJson = /\bjson\b/.test(oneHeader(headers['content-type']) ?? '');
  return {
    status,
    headers,
    data: isJson ? parseJson(text) : text,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** @returns the text itself where it is no JSON: who reads it will say what is missing */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function oneHeader(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

interface Sent {
  readonly action: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** `performance.now()` when it was sent. */
  readonly began: number;
}

function report(options: AcmeTransportOptions, { action, method, url, status, began }: Sent): void {
  const seconds = (performance.now() - began) / 1000;
  const { protocol, host } = URL.parse(url) ?? { protocol: '', host: '' };
  options.onCall?.({ action, method, scheme: protocol.replace(':', ''), host, status, seconds });
}
