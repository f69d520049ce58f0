import { STATUS_CODES } from 'node:http';

/** One part of a problem that is about one name (RFC 8555 section 6.7.1). */
export interface AcmeSubproblem {
  readonly type: string;
  readonly detail: string;
  readonly identifier?: { readonly type: string; readonly value: string };
}

/** A problem document of an ACME server (RFC 8555 section 6.7). */
export interface AcmeProblem {
  /** A URN; `about:blank` where the server sent none. */
  readonly type: string;
  /** The HTTP status it came with; problems inside challenges and orders carry their own. */
  readonly status: number;
  readonly detail: string;
  readonly subproblems: readonly AcmeSubproblem[];
  /** `Retry-After` of the answer it came with. */
  readonly retryAfterSeconds?: number;
}

/** Longer details are cut: they end up in conditions and events. */
const longestDetail = 1024;

/**
 * Reads a problem document leniently: whatever is missing is filled in, for some servers send bare status codes.
 *
 * @param status of the HTTP answer; a `status` inside the document wins
 */
export function readProblem(raw: unknown, status: number, retryAfterSeconds?: number): AcmeProblem {
  const document = asRecord(raw);
  return {
    type: textOf(document['type']) || 'about:blank',
    status: typeof document['status'] === 'number' ? document['status'] : status,
    detail: textOf(document['detail']) || textOf(document['title']) || (STATUS_CODES[status] ?? ''),
    subproblems: listOf(document['subproblems']).map(readSubproblem),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** The last word of the type: `rateLimited`; empty for types outside the ACME namespace. */
export function problemWord(problem: Pick<AcmeProblem, 'type'>): string {
  const prefix = 'urn:ietf:params:acme:error:';
  return problem.type.startsWith(prefix) ? problem.type.slice(prefix.length) : '';
}

/**
 * One text for people, worded as upstream's: `400 urn:…:rejectedIdentifier: …; subproblems:` and a line for each. The
 * nonce in a badNonce problem is left out, for it differs every time.
 */
export function describeProblem(problem: AcmeProblem): string {
  const word = problemWord(problem);
  const detail = word === 'badNonce' ? 'the nonce was not accepted' : problem.detail;
  const head = [
    problem.type === 'about:blank' ? `${problem.status}` : `${problem.status} ${problem.type}`,
    detail,
  ];
  const text = head.filter((part) => part !== '').join(': ');
  if (problem.subproblems.length === 0) return text;
  return `${text}; subproblems:${problem.subproblems.map((sub) => `\n\t${describeSubproblem(sub)}`).join('')}`;
}

function describeSubproblem({ type, identifier, detail }: AcmeSubproblem): string {
  const about = identifier === undefined ? '' : `[${identifier.type}: ${identifier.value}] `;
  return `${type}: ${about}${detail}`;
}

function readSubproblem(raw: unknown): AcmeSubproblem {
  const document = asRecord(raw);
  const identifier = asRecord(document['identifier']);
  return {
    type: textOf(document['type']) || 'about:blank',
    detail: textOf(document['detail']),
    ...(textOf(identifier['value']) !== '' && {
      identifier: { type: textOf(identifier['type']), value: textOf(identifier['value']) },
    }),
  };
}

function asRecord(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
}

function listOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw.slice(0, 100) : [];
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw.slice(0, longestDetail) : '';
}
