import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Health } from '../runtime/health.ts';
import type { Log } from '../runtime/log.ts';
import { auditIdOf } from './audit.ts';
import type { AuditedCall } from './audited-call.ts';
import type { ServeDocument } from './documents.ts';
import type { Gate } from './gate.ts';
import type { Admit } from './in-flight.ts';
import { refusalOf } from './respond.ts';
import { Refusal } from './status.ts';
import { readTarget } from './target.ts';

export interface HandlerParts {
  readonly admit: Admit;
  readonly gate: Gate;
  readonly health: Health;
  readonly serveMetrics: RequestListener;
  readonly serveDocument: ServeDocument;
  readonly auditedCall: AuditedCall;
  readonly log: Log;
}

/** Answers one request. @throws {Refusal} to be answered by whoever called */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Of what strangers ask for, in a line of the log. */
const longestPath = 256;

/** The way of every request: is there room, who is it, may they, and then what they came for. */
export function createHandler(parts: HandlerParts): Handle {
  const { admit, health, serveMetrics, serveDocument, auditedCall } = parts;
  const gate = told(parts);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = readUrl(request.url);
    const target = readTarget(url.pathname);
    if (target.kind === 'resource') return auditedCall({ request, response, target, url });
    await gate(request, target, url);
    if (target.kind === 'health') health.handler(request, response);
    else if (target.kind === 'metrics') serveMetrics(request, response);
    else serveDocument(target, request, response);
  }

  return async (request, response) => {
    response.setHeader('Audit-ID', auditIdOf(request.headersDistinct['audit-id']?.[0]));
    const leave = isProbe(request.url) ? () => {} : admit(request.method ?? 'GET');
    try {
      await serve(request, response);
    } finally {
      leave();
    }
  };
}

/** The gate, with a line in the log for everybody it turns away: calls of solvers have a line of their own. */
function told({ gate, log }: HandlerParts): Gate {
  return async (request, target, url) => {
    try {
      return await gate(request, target, url);
    } catch (error) {
      const { code, reason, message, cause } = refusalOf(error);
      const why = typeof cause === 'string' ? cause : message;
      const line = { method: request.method, path: url.pathname.slice(0, longestPath), code, reason };
      log.warn({ ...line, message: why.slice(0, longestPath) }, 'A request was refused');
      throw error;
    }
  };
}

/** Probes get an answer however busy we are. */
function isProbe(url: string | undefined): boolean {
  return /^\/(healthz|livez|readyz)($|\?)/.test(url ?? '');
}

function readUrl(text: string | undefined): URL {
  const url = text?.startsWith('/') === true ? URL.parse(`http://solver${text}`) : null;
  if (url === null) throw new Refusal('BadRequest', 'the request line does not begin with a path');
  return url;
}
