import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { waitFor } from './loopback.ts';

/** One line of the API server's audit log (`audit.k8s.io/v1`, level Metadata), as far as tests look at it. */
export interface AuditEvent {
  readonly auditID: string;
  /** Watches have two events: `ResponseStarted` and, when they end, `ResponseComplete`. */
  readonly stage: 'ResponseStarted' | 'ResponseComplete' | 'Panic';
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly apiVersion?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number; readonly reason?: string; readonly message?: string };
  readonly annotations?: Readonly<Record<string, string>>;
  /** RFC 3339 with microseconds. */
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

/** Records who asked for what and what came of it, reads and writes alike, but no bodies: those hold Secrets. */
export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*'] }, { level: 'Metadata' }],
};

const marker = '/version?marker=';

/**
 * Everything that was answered until now. The log is written after the answer was sent, so a request of our own goes last
 * and is waited for.
 *
 * @param get makes a GET request to the API server
 */
export async function settledAuditLog(
  path: string,
  get: (path: string) => Promise<unknown>,
): Promise<readonly AuditEvent[]> {
  const last = `${marker}${randomUUID()}`;
  await get(last);
  return waitFor('the audit log', async () => {
    const events = parseAuditLog(await readFile(path, 'utf8'));
    const written = events.some(({ requestURI }) => requestURI === last);
    return written ? events.filter(({ requestURI }) => !requestURI.startsWith(marker)) : undefined;
  });
}

export function parseAuditLog(text: string): readonly AuditEvent[] {
  const lines = text.split('\n');
  lines.pop(); // empty, or a line that is still being written
  return lines.map((line) => JSON.parse(line) as AuditEvent);
}

const writingVerbs = new Set(['create', 'update', 'patch', 'delete', 'deletecollection']);

/** Whether an event tells of a write that was stored: no dry run, no refusal, no review that is only an answer. */
export function isWrite(event: AuditEvent): boolean {
  return event.stage === 'ResponseComplete' && writingVerbs.has(event.verb) && wasStored(event);
}

function wasStored({ requestURI, objectRef, responseStatus }: AuditEvent): boolean {
  const code = responseStatus?.code ?? 0;
  const isAnswerOnly =
    objectRef?.resource?.endsWith('reviews') === true || objectRef?.subresource === 'token';
  return code >= 200 && code < 300 && !requestURI.includes('dryRun=') && !isAnswerOnly;
}

/** Whether somebody asked for what it may not do. A denial by admission is none: the webhook makes use of one to see that it is asked. */
export function lackedPermission({ responseStatus }: AuditEvent): boolean {
  return responseStatus?.code === 403 && responseStatus.message?.startsWith('admission webhook') !== true;
}

/** `create certificaterequests`, `update certificates/status`: how counts are grouped. */
export function describeAuditEvent({ verb, objectRef, requestURI }: AuditEvent): string {
  if (objectRef?.resource === undefined) return `${verb} ${requestURI.split('?')[0]}`;
  return `${verb} ${objectRef.resource}${objectRef.subresource === undefined ? '' : `/${objectRef.subresource}`}`;
}
