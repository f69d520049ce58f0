import type { KeyObject } from 'node:crypto';

import { Client } from 'acme-client';

import { failureFromProblem, invalidAnswer } from './classify.ts';
import { createNoncePool } from './nonces.ts';
import type { NoncePool } from './nonces.ts';
import { readProblem } from './problem.ts';
import { oneHeader } from './transport.ts';
import type { AcmeAnswer, AcmeTransport } from './transport.ts';

/** Credentials of an external account (RFC 8555 section 7.3.4). */
export interface ExternalAccount {
  readonly keyId: string;
  /** Base64 or base64url, padded or not. */
  readonly hmacKey: string;
}

/** Who a request is signed as. */
export type Identity =
  /** The account's URL. */
  | { readonly as: 'account'; readonly url: string }
  /** The bare key: only `newAccount` allows it. */
  | { readonly as: 'key'; readonly externalAccount?: ExternalAccount };

/** The directory as the server sent it (RFC 8555 section 7.1.1). */
export type RawDirectory = Readonly<Record<string, unknown>>;

/** Signed requests of one account key to one server. */
export interface SigningClient {
  directory(): Promise<RawDirectory>;
  /**
   * @param payload `null` reads (POST-as-GET, RFC 8555 section 6.3)
   * @throws {Failure} for every answer that is no success
   */
  post(action: string, url: string, payload: object | null, identity: Identity): Promise<AcmeAnswer>;
  /** Unsigned. @throws {Failure} for every answer that is no success */
  get(action: string, url: string): Promise<AcmeAnswer>;
  /** What goes into DNS or HTTP for a challenge (RFC 8555 section 8.1). */
  challengeValue(type: 'dns-01' | 'http-01', token: string): Promise<string>;
}

/**
 * What we use of acme-client's private HTTP layer: it signs, repeats requests whose nonce was refused, and makes external
 * account bindings. Its own transport (axios: one per process, hides problems, sleeps) is replaced.
 */
interface SigningHttp {
  jwk: unknown;
  accountKey: KeyObject | Buffer;
  maxBadNonceRetries: number;
  externalAccountBinding: { kid?: string; hmacKey?: string };
  getDirectory(): Promise<RawDirectory>;
  getNonce(): Promise<string>;
  getJwk(): unknown;
  request(url: string, method: string, options?: { data?: unknown }): Promise<AcmeAnswer>;
  signedRequest(
    url: string,
    payload: object | null,
    options: { kid: string | null; includeExternalAccountBinding: boolean },
  ): Promise<AcmeAnswer>;
}

/** At once, each with the nonce that came with the refusal: enough against a server that refuses every third. */
const mostNonceRepeats = 10;

/** How long a directory is believed. */
const directoryMilliseconds = 24 * 3600 * 1000;

export function createSigningClient(server: string, key: KeyObject, transport: AcmeTransport): SigningClient {
  const pem = key.export({ format: 'pem', type: 'pkcs8' }) as string;
  const client = new Client({ directoryUrl: server, accountKey: pem });
  const { http } = client as unknown as { http: SigningHttp };
  http.maxBadNonceRetries = mostNonceRepeats;
  http.jwk = http.getJwk();
  http.accountKey = key;
  const nonces = createNoncePool();
  const directory = rememberDirectory(() => readDirectory(server, transport));
  http.getDirectory = directory;
  http.getNonce = () => nextNonce(nonces, directory, transport);

  return {
    directory,
    async post(action, url, payload, identity) {
      const call = httpFor(http, { action, transport, nonces, identity });
      const answer = await call.signedRequest(url, payload, {
        kid: identity.as === 'account' ? identity.url : null,
        includeExternalAccountBinding: identity.as === 'key' && identity.externalAccount !== undefined,
      });
      return successOnly(answer);
    },
    get: async (action, url) => successOnly(await transport.send(action, 'GET', url)),
    challengeValue: (type, token) =>
      client.getChallengeKeyAuthorization({ type, token, url: '', status: 'pending' }),
  };
}

interface Call {
  readonly action: string;
  readonly transport: AcmeTransport;
  readonly nonces: NoncePool;
  readonly identity: Identity;
}

/** The shared HTTP layer, with the things that belong to one call on top. */
function httpFor(http: SigningHttp, { action, transport, nonces, identity }: Call): SigningHttp {
  const call = Object.create(http) as SigningHttp;
  const external = identity.as === 'key' ? identity.externalAccount : undefined;
  call.externalAccountBinding = external ? { kid: external.keyId, hmacKey: external.hmacKey } : {};
  call.request = async (url, _method, options) => {
    const answer = await transport.send(action, 'POST', url, options?.data);
    keepNonce(nonces, answer);
    return answer;
  };
  return call;
}

/** The nonce that comes with a badNonce problem is not kept: the repeated request takes it. */
function keepNonce(nonces: NoncePool, answer: AcmeAnswer): void {
  const nonce = oneHeader(answer.headers['replay-nonce']);
  const refused = answer.status === 400 && readProblem(answer.data, 400).type.endsWith(':badNonce');
  if (nonce !== undefined && !refused) nonces.put(nonce);
}

async function nextNonce(
  nonces: NoncePool,
  directory: () => Promise<RawDirectory>,
  transport: AcmeTransport,
): Promise<string> {
  const kept = nonces.take();
  if (kept !== undefined) return kept;
  const { newNonce } = await directory();
  if (typeof newNonce !== 'string') throw invalidAnswer('its directory', 'no newNonce');
  const answer = successOnly(await transport.send('new_nonce', 'HEAD', newNonce));
  const nonce = oneHeader(answer.headers['replay-nonce']);
  if (nonce === undefined) throw invalidAnswer(newNonce, 'no Replay-Nonce');
  return nonce;
}

async function readDirectory(server: string, transport: AcmeTransport): Promise<RawDirectory> {
  const { data } = successOnly(await transport.send('discover', 'GET', server));
  if (typeof data !== 'object' || data === null) throw invalidAnswer(server, 'no directory');
  return data as RawDirectory;
}

/** One request however many ask at once; failures are not remembered. */
function rememberDirectory(read: () => Promise<RawDirectory>): () => Promise<RawDirectory> {
  let known: { readonly directory: Promise<RawDirectory>; readonly until: number } | undefined;
  return async () => {
    if (known !== undefined && performance.now() < known.until) return known.directory;
    const mine = { directory: read(), until: performance.now() + directoryMilliseconds };
    known = mine;
    try {
      return await mine.directory;
    } catch (error) {
      if (known === mine) known = undefined;
      throw error;
    }
  };
}

function successOnly(answer: AcmeAnswer): AcmeAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw failureFromProblem(readProblem(answer.data, answer.status, answer.retryAfterSeconds));
}
