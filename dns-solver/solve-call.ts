import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditRecord } from './audit.ts';
import { type ChallengeTools, solveChallenge } from './challenge.ts';
import { type Outcome, payloadResponse, readPayload } from './challenge-payload.ts';
import type { Deadline } from './deadline.ts';
import { type Offer, solverVersion } from './discovery.ts';
import { methodNotAllowed, notAcceptable } from './documents.ts';
import { fieldWarnings, readFieldValidation } from './field-validation.ts';
import { acceptsJson, isJsonContent } from './negotiate.ts';
import { sendJson } from './respond.ts';
import type { Solver } from './solvers.ts';
import { Refusal } from './status.ts';
import type { ResourceTarget } from './target.ts';

/** Reads the body of a request. @throws {Refusal} 400, 413 or 415 */
export type ReadBody = (request: IncomingMessage, response: ServerResponse) => Promise<string>;

/** One POST, with what goes with it. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: ResourceTarget;
  readonly query: URLSearchParams;
  readonly deadline: Deadline;
  /** Filled in as the call becomes known. */
  readonly audit: AuditRecord;
}

export interface SolveCallOptions {
  readonly offer: Offer;
  readonly solvers: readonly Solver[];
  readonly tools: ChallengeTools;
  readonly readBody: ReadBody;
}

/** Answers one ChallengePayload, always with 201 once a solver has seen it. @throws {Refusal} before that */
export type SolveCall = (call: Call) => Promise<Outcome>;

export function createSolveCall({ offer, solvers, tools, readBody }: SolveCallOptions): SolveCall {
  return async (call) => {
    const { request, response, target, query, deadline, audit } = call;
    const solver = findSolver(target, offer, solvers);
    checkHeaders(request);
    const dryRun = isDryRun(query);
    const validation = readFieldValidation(query);
    const body = await untilDeadline(readBody(request, response), deadline);
    const payload = readPayload(body);
    const warnings = fieldWarnings(body, validation);
    if (warnings.length > 0) response.setHeader('Warning', warnings);
    audit.action = payload.action;
    audit.fqdn = payload.resolvedFqdn;
    const outcome: Outcome = dryRun
      ? { success: true }
      : await solveChallenge(solver, payload, tools, deadline);
    sendJson(response, 201, payloadResponse(payload.uid, outcome));
    return outcome;
  };
}

function findSolver(target: ResourceTarget, offer: Offer, solvers: readonly Solver[]): Solver {
  const { group, version, resource, name } = target;
  const solver = solvers.find((one) => one.name === resource);
  const known = offer.groups.includes(group) && version === solverVersion;
  if (known && solver !== undefined && name === undefined) return solver;
  const message = `there is no DNS01 solver "${resource}" in API group "${group}"; this server has: ${offer.solvers.join(', ')}`;
  throw new Refusal('NotFound', message, { group, kind: resource });
}

function checkHeaders({ method, headers }: IncomingMessage): void {
  if (method !== 'POST') throw methodNotAllowed();
  if (!acceptsJson(headers.accept)) throw notAcceptable();
  if (!isJsonContent(headers['content-type'])) {
    const message =
      'the body of the request was in an unknown format - accepted media types include: application/json';
    throw new Refusal('UnsupportedMediaType', message);
  }
}

/** `dryRun=All`: everything is checked and nothing is done. */
function isDryRun(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun');
  if (values.every((value) => value === 'All')) return values.length > 0;
  throw new Refusal('BadRequest', 'dryRun: Unsupported value: supported values: "All"');
}

async function untilDeadline<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  try {
    return await deadline.race(work);
  } catch (error) {
    if (deadline.passed === undefined) throw error;
    throw new Refusal('Timeout', 'the request did not arrive in time', undefined, error);
  }
}
