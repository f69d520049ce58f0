import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { TransientFailure } from '../api/failure.ts';
import { type ApiError, apiErrorFrom } from './api-error.ts';
import type { CredentialSource, TlsMaterial } from './credentials.ts';

/** One request to the API server. */
export interface ApiRequest {
  readonly method: string;
  /** With its query, beginning with `/`. */
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutSeconds: number;
}

/** Sends requests over few connections that stay open. */
export interface Transport {
  /** @throws {ApiError | TransientFailure} as {@link Cluster} says */
  call(request: ApiRequest): Promise<{ readonly body: string; readonly contentType: string }>;
  /**
   * Reads an answer that does not end by itself; `timeoutSeconds` is the longest silence.
   *
   * @throws {ApiError | TransientFailure} also in the middle
   */
  stream(request: ApiRequest): AsyncGenerator<Buffer>;
  /** Lets calls in flight end, then closes the connections; streams are to be ended by their signals. */
  close(): Promise<void>;
}

/** Calls at a time; more of them wait. */
const callConnections = 16;

/** The API server closes connections that are idle for 90 s: be first, or a request meets a closed door. */
const idleMs = 45_000;

/** A page of 500 Secrets of 1 MiB does not fit, and should not. */
const largestAnswerBytes = 256 * 1024 * 1024;

/** Answers of a watch begin at once; whoever takes longer is not there. */
const streamBeginMs = 30_000;

type Purpose = 'call' | 'stream';

export function createTransport(credentials: CredentialSource, userAgent: string): Transport {
  const dispatchers = new Map<string, Dispatcher>();
  const base = credentials.server.pathname.replace(/\/$/, '');

  function dispatcherFor(purpose: Purpose, tlsId: string, tls: TlsMaterial): Dispatcher {
    const id = `${purpose} ${tlsId}`;
    const known = dispatchers.get(id);
    if (known !== undefined) return known;
    retire(dispatchers, purpose);
    const made = createDispatcher(credentials, purpose, tls);
    dispatchers.set(id, made);
    return made;
  }

  async function send(purpose: Purpose, request: ApiRequest, options: Partial<Dispatcher.RequestOptions>) {
    const { headers, tls, tlsId } = await credentials.current();
    const { method, path, body, signal } = request;
    const response = await dispatcherFor(purpose, tlsId, tls).request({
      origin: credentials.server.origin,
      method,
      path: base + path,
      headers: { accept: 'application/json', 'user-agent': userAgent, ...headers, ...request.headers },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
      ...options,
    });
    if (response.statusCode < 300) return response;
    throw await refusal(response, credentials);
  }

  return {
    async call(request) {
      const limit = AbortSignal.timeout(Math.ceil(request.timeoutSeconds * 1000));
      const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
      try {
        const { headers, body } = await send(
          'call',
          { ...request, signal },
          { headersTimeout: 0, bodyTimeout: 0 },
        );
        return { body: await body.text(), contentType: String(headers['content-type'] ?? '') };
      } catch (error) {
        throw failureFrom(error, request, limit);
      }
    },
    async *stream(request) {
      try {
        const bodyTimeout = request.timeoutSeconds * 1000;
        const { body } = await send('stream', request, { headersTimeout: streamBeginMs, bodyTimeout });
        for await (const chunk of body) yield chunk as Buffer;
      } catch (error) {
        throw failureFrom(error, request);
      }
    },
    async close() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.close()));
      dispatchers.clear();
    },
  };
}

/** Credentials were rotated: what is in flight ends on the old connections, which close after it. */
function retire(dispatchers: Map<string, Dispatcher>, purpose: Purpose): void {
  for (const [id, dispatcher] of dispatchers) {
    if (!id.startsWith(`${purpose} `)) continue;
    dispatchers.delete(id);
    dispatcher.close().catch(() => {});
  }
}

function createDispatcher(
  { server, proxyUrl }: CredentialSource,
  purpose: Purpose,
  tls: TlsMaterial,
): Dispatcher {
  const shared = {
    // every watch holds a connection, so they have no limit, and a pool of their own, or they would starve the calls
    connections: purpose === 'call' ? callConnections : null,
    pipelining: 1,
    // one HTTP/2 connection would make everybody wait for the biggest answer
    allowH2: false,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMs,
    maxResponseSize: purpose === 'call' ? largestAnswerBytes : -1,
  };
  if (proxyUrl !== undefined) return new ProxyAgent({ ...shared, uri: proxyUrl, requestTls: { ...tls } });
  // a peer that has vanished is noticed by the kernel within half a minute
  const connect = { ...tls, timeout: 10_000, keepAlive: true, keepAliveInitialDelay: 20_000 };
  return new Pool(server.origin, { ...shared, connect });
}

async function refusal(response: Dispatcher.ResponseData, credentials: CredentialSource): Promise<ApiError> {
  const retryAfter = response.headers['retry-after'];
  const text = await response.body.text();
  if (response.statusCode === 401) credentials.forget();
  return apiErrorFrom(response.statusCode, text, Array.isArray(retryAfter) ? retryAfter[0] : retryAfter);
}

/** The one place that says what a broken connection means. */
function failureFrom(error: unknown, request: ApiRequest, limit?: AbortSignal): unknown {
  if (request.signal?.aborted === true) return request.signal.reason;
  if (limit?.aborted === true) return unreachable(`no answer within ${request.timeoutSeconds} s`, error);
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  // anything with a code comes from the network, TLS or undici; the rest are failures already, or bugs
  return typeof code === 'string' ? unreachable(code, error) : error;
}

/** Only codes: what the system says beside them (addresses, ports) changes from try to try. */
function unreachable(why: string, cause: unknown): TransientFailure {
  return new TransientFailure('ApiServerUnreachable', `The API server cannot be reached (${why})`, { cause });
}
