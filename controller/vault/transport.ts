import { type Dispatcher, request } from 'undici';

import { TransientFailure } from '../../api/failure.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Proxies, dispatcherThrough } from '../../runtime/proxies.ts';
import { readRetryAfter } from '../retry-after.ts';
import { describeUnanswered } from '../unreachable.ts';

/** One request to a Vault. */
export interface VaultCall {
  readonly method: 'GET' | 'POST';
  /** Below `/v1/`. */
  readonly path: string;
  /** A header and nothing else: it never reaches a text. */
  readonly token?: string;
  /** Of Vault Enterprise. */
  readonly namespace?: string;
  readonly body?: object;
}

/** An answer of whatever status. */
export interface VaultAnswer {
  readonly status: number;
  /** Parsed; `undefined` where it is no JSON. */
  readonly data: unknown;
  /** `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

export interface VaultTransport {
  /** Where a call goes to, for texts. */
  url(path: string): string;
  /** @throws {TransientFailure} `VaultUnreachable` when there is no answer; every answer is returned as it is */
  send(call: VaultCall): Promise<VaultAnswer>;
  /** Ends all connections once nothing is under way. */
  close(): Promise<void>;
}

/** Whom one Vault is asked as, and how it is told from others. All PEM. */
export interface VaultTrust {
  /** Replaces the roots of the system. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** For which name its certificate is checked, if not that of the URL. */
  readonly servername?: string;
}

export interface VaultTransportOptions {
  /** Base URL. */
  readonly server: string;
  readonly trust: VaultTrust;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly proxies?: Proxies;
}

const timeoutMs = 60_000;

/** A chain of certificates fits in; a server cannot fill our memory. */
const largestBodyBytes = 1024 * 1024;

/** Standbys that do not forward send to the active node. */
const redirects = new Set([301, 302, 307, 308]);

/** HTTP for one issuer: its own connections, for its own trust. */
export function createVaultTransport(options: VaultTransportOptions): VaultTransport {
  const base = options.server.replace(/\/+$/, '');
  const url = (path: string): string => `${base}/v1/${path}`;
  const dispatcher = dispatcherThrough(options.proxies, {
    connections: 8,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: largestBodyBytes,
    connect: { timeout: 30_000, ...options.trust },
  });
  const ask = { dispatcher, userAgent: options.userAgent };
  return {
    url,
    async send(call) {
      const asked = url(call.path);
      try {
        const first = await exchange(ask, asked, call);
        const { statusCode, headers, text } = await followed(ask, { asked, call, first });
        const retryAfterSeconds = readRetryAfter(oneHeader(headers['retry-after']), options.clock.now());
        const data = parseJson(text);
        return { status: statusCode, data, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
      } catch (error) {
        const said = { method: call.method, url: asked, caField: 'spec.vault.caBundle' };
        throw new TransientFailure('VaultUnreachable', describeUnanswered(said, error), { cause: error });
      }
    },
    close: () => dispatcher.close(),
  };
}

interface Ask {
  readonly dispatcher: Dispatcher;
  readonly userAgent: string;
}

type Exchanged = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'> & { readonly text: string };

async function exchange({ dispatcher, userAgent }: Ask, url: string, call: VaultCall): Promise<Exchanged> {
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    method: call.method,
    headers: {
      'user-agent': userAgent,
      // what proxies in front of a Vault look for, so that no web page can ask it anything
      'x-vault-request': 'true',
      ...(call.token !== undefined && { 'x-vault-token': call.token }),
      ...(call.namespace !== undefined && { 'x-vault-namespace': call.namespace }),
      ...(call.body !== undefined && { 'content-type': 'application/json' }),
    },
    body: call.body === undefined ? null : JSON.stringify(call.body),
  });
  return { statusCode, headers, text: await body.text() };
}

interface Followable {
  readonly asked: string;
  readonly call: VaultCall;
  readonly first: Exchanged;
}

/** Follows once, and never from HTTPS to HTTP: the token goes along. */
async function followed(ask: Ask, { asked, call, first }: Followable): Promise<Exchanged> {
  const location = oneHeader(first.headers['location']);
  if (!redirects.has(first.statusCode) || location === undefined) return first;
  const target = URL.parse(location, asked);
  const isSafe = target !== null && (target.protocol === 'https:' || asked.startsWith('http:'));
  return isSafe ? exchange(ask, target.href, call) : first;
}

function oneHeader(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
