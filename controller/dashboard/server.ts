import type { IncomingMessage, ServerResponse } from 'node:http';

import type { MonotonicClock } from '../../runtime/clock.ts';
import type { ListenAddress } from '../../runtime/flags.ts';
import type { Log } from '../../runtime/log.ts';
import { startHttp } from '../../runtime/serve.ts';
import type { Settings } from '../settings.ts';
import { type Answer, securityHeaders } from './answer.ts';
import { isKnownHost } from './host.ts';
import { type Live, createLive } from './live.ts';
import type { DashboardStores } from './model/view.ts';
import { type Asked, type Knowledge, answerTo, refusals } from './router.ts';

export interface DashboardOptions {
  readonly address: ListenAddress;
  /** Names that readers may know it by; see {@link isKnownHost}. */
  readonly hosts: readonly string[];
  readonly settings: Pick<Settings, 'namespace' | 'clusterResourceNamespace' | 'backoff'>;
  readonly clock: MonotonicClock;
  readonly log: Log;
  /** While this process leads and all is known. */
  readonly stores: () => DashboardStores | undefined;
  /** While this process leads and reads everything. */
  readonly starting: () => boolean;
  /** Who holds the Lease, as far as this process has seen; as it is written there. */
  readonly leader: () => string | undefined;
  /** Where the replicas are; empty where nobody elects one. */
  readonly namespace: string;
  readonly limit?: number;
  readonly heartbeatSeconds?: number;
}

export interface Dashboard {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the dashboard, from memory alone: no request to the API server comes of any page. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const live = createLive(options);
  const server = await startHttp({
    ...options.address,
    log: options.log,
    handler: (request, response) => answerSafely(options, live, request, response),
  });
  return {
    port: server.port,
    async close() {
      live.close();
      await server.close();
    },
  };
}

function answerSafely(
  options: DashboardOptions,
  live: Live,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  try {
    const answer = answerOf(options, live, request, response);
    if (answer !== undefined) send(response, answer, request.method === 'HEAD');
  } catch (err) {
    options.log.error({ err }, 'A page of the dashboard could not be made');
    if (!response.headersSent) send(response, refusals.broken, false);
    else response.destroy();
  }
}

/** @returns `undefined` when the request got a stream */
function answerOf(
  options: DashboardOptions,
  live: Live,
  { method, url = '/', headers }: IncomingMessage,
  response: ServerResponse,
): Answer | undefined {
  if (method !== 'GET' && method !== 'HEAD') return refusals.method;
  if (!isKnownHost(headers.host, options.hosts)) return refusals.host;
  const asked = readUrl(url);
  if (asked === undefined) return refusals.path;
  const isStream = asked.path[0] === 'events' && method === 'GET';
  if (!isStream) return answerTo(asked, knowledgeOf(options));
  return openStream(options, live, asked, response);
}

/** `/events` for everything, `/events/certificates/<namespace>/<name>` for one. */
function openStream(
  options: DashboardOptions,
  live: Live,
  { path: [, ...about] }: Asked,
  response: ServerResponse,
): Answer | undefined {
  const stores = options.stores();
  if (stores === undefined) return refusals.busy;
  const [kind, namespace = '', name = ''] = about;
  const key = kind === 'certificates' ? `${namespace}/${name}` : undefined;
  return live.open(response, stores, key) ? undefined : refusals.busy;
}

function knowledgeOf({
  clock,
  settings,
  stores,
  starting,
  leader,
  namespace,
  address,
}: DashboardOptions): Knowledge {
  const now = clock.now();
  const known = stores();
  if (known !== undefined) return { is: 'leading', view: { stores: known, now, settings } };
  if (starting()) return { is: 'starting', now };
  const pod = leader()?.split('_')[0];
  return {
    is: 'waiting',
    now,
    leader: pod === undefined ? undefined : { pod, namespace, port: address.port },
  };
}

/** @returns `undefined` for what cannot be decoded */
function readUrl(url: string): Asked | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    return { path: segments, query: new URLSearchParams(query) };
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function send(response: ServerResponse, { status, type, text, headers }: Answer, isHead: boolean): void {
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(isHead ? undefined : text);
}
