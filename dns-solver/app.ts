import express from 'express';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Clock } from '../runtime/clock.ts';
import type { Health } from '../runtime/health.ts';
import type { Log } from '../runtime/log.ts';
import { createAuditedCall } from './audited-call.ts';
import type { CallMetrics } from './call-metrics.ts';
import type { ChallengeTools } from './challenge.ts';
import { createDocuments } from './documents.ts';
import type { Gate } from './gate.ts';
import { createHandler, type Handle } from './handler.ts';
import { createAdmit, type InFlightLimits } from './in-flight.ts';
import { refusalOf, sendRefusal } from './respond.ts';
import { createSolveCall, type ReadBody } from './solve-call.ts';
import type { Solver } from './solvers.ts';
import { Refusal } from './status.ts';

export interface AppOptions {
  /** API groups, each with every solver. */
  readonly groups: readonly string[];
  readonly solvers: readonly Solver[];
  readonly gate: Gate;
  readonly health: Health;
  readonly tools: ChallengeTools;
  readonly limits: InFlightLimits;
  readonly metrics: CallMetrics;
  /** Answers `/metrics` for who may read it. */
  readonly serveMetrics: RequestListener;
  readonly clock: Clock;
  readonly log: Log;
  /** Of certloom, for `/version`. */
  readonly version: string;
}

/** The extension API server, ready to be handed to an HTTPS server. */
export function createApp(options: AppOptions): RequestListener {
  const { log } = options;
  const handle = handlerOf(options);
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use((request, response) =>
    handle(request, response).catch((error: unknown) => {
      const refusal = refusalOf(error);
      if (refusal.code === 500) log.error({ err: refusal.cause }, 'A request could not be answered');
      sendRefusal(response, refusal);
    }),
  );
  return app;
}

function handlerOf(options: AppOptions): Handle {
  const { groups, solvers, gate, health, serveMetrics, tools, limits, log, clock, metrics, version } =
    options;
  const offer = { groups, solvers: solvers.map(({ name }) => name) };
  const solveCall = createSolveCall({ offer, solvers, tools, readBody: bodyReader() });
  return createHandler({
    gate,
    health,
    serveMetrics,
    admit: createAdmit(limits),
    serveDocument: createDocuments(offer, version),
    log,
    auditedCall: createAuditedCall({ gate, solveCall, metrics, clock, log }),
  });
}

/** 3 MiB, as kube-apiserver has it. */
const bodyLimit = 3 * 1024 * 1024;

function bodyReader(): ReadBody {
  const read = express.raw({ type: () => true, limit: bodyLimit, inflate: false });
  return (request, response) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const withBody: IncomingMessage & { body?: unknown } = request;
    read(withBody, response, (error?: unknown) => {
      if (error !== undefined) reject(refusalOfBody(error));
      else resolve(Buffer.isBuffer(withBody.body) ? withBody.body.toString('utf8') : '');
    });
    return promise;
  };
}

function refusalOfBody(error: unknown): Refusal {
  const { status } = error as { readonly status?: unknown };
  if (status === 413)
    return new Refusal('RequestEntityTooLarge', `Request entity too large: limit is ${bodyLimit}`);
  if (status === 415) return new Refusal('UnsupportedMediaType', 'compressed bodies are not accepted');
  return new Refusal('BadRequest', 'the body could not be read', undefined, error);
}
