import { Resolver } from 'node:dns/promises';
import { isIPv6, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';

import { type Dispatcher, request } from 'undici';

import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type Proxies, dispatcherThrough } from '../../../runtime/proxies.ts';
import { challengePath } from './marks.ts';

/** @returns what is wrong, in words that stay the same; `undefined` when the key came back */
export type SelfCheck = (spec: Challenge['spec']) => Promise<string | undefined>;

export interface SelfCheckOptions {
  /** `ip` or `ip:port`; none: those of the system. */
  readonly nameservers: readonly string[];
  readonly proxies?: Proxies | undefined;
  /** 80, unless all of the network is our own. */
  readonly port?: number;
}

const timeoutMs = 10_000;
const mostRedirects = 10;
const mostBytes = 1024 * 1024;

/** Asks for the proof as a CA does: new connections, redirects followed anywhere, TLS not verified. */
export function createSelfCheck({ nameservers, proxies, port = 80 }: SelfCheckOptions): SelfCheck {
  const dispatcher = dispatcherThrough(proxies, {
    pipelining: 0, // no keep-alive: every request may meet another replica of the ingress controller
    connect: {
      rejectUnauthorized: false, // RFC 8555 section 8.3 wants plain HTTP; what redirects lead to is not trusted with anything
      timeout: timeoutMs,
      ...(nameservers.length > 0 && { lookup: lookupThrough(nameservers) }),
    },
  });
  return async (spec) => {
    const host = isIPv6(spec.dnsName) ? `[${spec.dnsName}]` : spec.dnsName;
    const url = `http://${host}${port === 80 ? '' : `:${port}`}${challengePath(spec)}`;
    try {
      return judge(await get(url, dispatcher), spec.key);
    } catch (error) {
      return `failed to perform self check GET request '${url}': ${describe(error)}`;
    }
  };
}

interface Got {
  readonly status: number;
  readonly text: string;
  /** Where redirects led, if there were any. */
  readonly from?: string;
}

function judge({ status, text, from }: Got, key: string): string | undefined {
  const where = from === undefined ? '' : ` (redirected to ${from})`;
  if (status !== 200) return `wrong status code '${status}', expected '200'${where}`;
  if (text.trimEnd() === key) return undefined; // RFC 8555 section 8.3: white space at the end does not count
  return `did not get expected response when querying endpoint, expected "${key}" but got something else${where}`;
}

async function get(url: string, dispatcher: Dispatcher): Promise<Got> {
  const signal = AbortSignal.timeout(timeoutMs);
  let at = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const { statusCode, headers, body } = await request(at, {
      dispatcher,
      signal,
      headers: { 'user-agent': 'certloom-controller (HTTP-01 self-check)', accept: '*/*' },
    });
    const next = statusCode >= 300 && statusCode < 400 ? headers['location'] : undefined;
    if (typeof next !== 'string') {
      const text = await read(body);
      return { status: statusCode, text, ...(at !== url && { from: at }) };
    }
    await body.dump({ limit: mostBytes });
    at = new URL(next, at).href;
  }
  throw new Error(`stopped after ${mostRedirects} redirects`);
}

/** What is longer than anything a CA reads is not the key. */
async function read(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) throw new Error('the answer is larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Sentences without addresses and ports: those change from try to try. */
const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  ENODATA: 'no such host',
  EAI_AGAIN: 'the name cannot be looked up at the moment',
  ESERVFAIL: 'the name cannot be looked up: the name server fails',
  ETIMEOUT: 'the name cannot be looked up: the name server does not answer',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'no answer in 10 s',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in 10 s',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in 10 s',
  UND_ERR_BODY_TIMEOUT: 'no answer in 10 s',
  UND_ERR_SOCKET: 'the connection was closed without an answer',
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'TimeoutError') return 'no answer in 10 s';
  const { code = '' } = error as NodeJS.ErrnoException;
  return words[code] ?? (code === '' ? error.message : code);
}

/** Looks names up with these servers and no others; each has three seconds. */
function lookupThrough(nameservers: readonly string[]): LookupFunction {
  const resolver = new Resolver({ timeout: 3000, tries: 1 });
  resolver.setServers([...nameservers]);
  const lookup = callbackify((hostname: string) => addressesOf(resolver, hostname));
  return (hostname, options, callback) => {
    lookup(hostname, (error, addresses) => {
      if (error !== null) callback(error, []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

async function addressesOf(resolver: Resolver, hostname: string) {
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = [
    ...(v6.status === 'fulfilled' ? v6.value : []).map((address) => ({ address, family: 6 })),
    ...(v4.status === 'fulfilled' ? v4.value : []).map((address) => ({ address, family: 4 })),
  ];
  if (addresses.length > 0) return addresses;
  throw v4.status === 'rejected' ? v4.reason : new Error('no such host');
}
