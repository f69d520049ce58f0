import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Challenge } from '../../../api/challenge/challenge.ts';
import { challenges } from '../../../api/kinds.ts';
import type { ClusterConnection } from '../../../runtime/connect.ts';
import type { ListenAddress } from '../../../runtime/flags.ts';
import type { Log } from '../../../runtime/log.ts';
import type { Metrics } from '../../../runtime/metrics.ts';
import { type HttpServer, startHttp } from '../../../runtime/serve.ts';
import type { Store } from '../../../runtime/store.ts';
import { trimObject } from '../../../runtime/trim.ts';
import { startReflector } from '../../../runtime/watch.ts';
import { answer } from '../../acmesolver/answer.ts';
import { isOver } from '../state.ts';

export interface ResponderOptions {
  readonly address: ListenAddress;
  readonly connection: ClusterConnection;
  /** Of the Challenges; the whole cluster when left out. */
  readonly namespace?: string | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
}

/** Answers every proof under way. */
export interface Responder {
  /** Whether it knows of all of them. */
  readonly synced: boolean;
  close(): Promise<void>;
}

/**
 * Serves the keys of all HTTP-01 Challenges, in every replica of the controller whether it leads or not: a load balancer
 * sends the CA to any of them.
 */
export async function startResponder(options: ResponderOptions): Promise<Responder> {
  const { address, connection, namespace, log, metrics, signal } = options;
  const store = startReflector<Challenge>({
    connection,
    resource: challenges,
    indexes: responderIndexes,
    trim: trimObject,
    ...(namespace !== undefined && { namespace }),
    signal,
    log,
    metrics,
  });
  const server: HttpServer = await startHttp({ ...address, log, handler: responderHandler(store) });
  return {
    get synced() {
      return store.synced;
    },
    close: () => server.close(),
  };
}

/** By what a request names: the token. */
export const responderIndexes = {
  token: (challenge: Challenge) =>
    challenge.spec.type === 'HTTP-01' && !isOver(challenge) ? [challenge.spec.token] : [],
};

/** Answers as a solver Pod of the Challenge would. */
export function responderHandler(store: Pick<Store<Challenge>, 'by'>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const asked = { host: request.headers.host ?? '', url: request.url ?? '/' };
    const token = asked.url.split('?')[0]?.split('/').at(-1) ?? '';
    const proofs = store.by('token', token).map(({ spec }) => ({ ...spec, domain: spec.dnsName }));
    const answers = [...proofs, { domain: '', token: '', key: '' }].map((proof) => answer(proof, asked));
    const { status, body } = answers.find((one) => one.status === 200) ?? { status: 404, body: '' };
    response.writeHead(status, {
      'Cache-Control': 'no-cache, no-store, must-revalidate',
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  };
}
