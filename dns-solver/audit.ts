import { randomUUID } from 'node:crypto';
import type { Log } from '../runtime/log.ts';
import type { Identity } from './identity.ts';

/**
 * What is told about one call: one line in the log, never the value of the record, the configuration or a credential.
 */
export interface AuditRecord {
  readonly auditId: string;
  readonly group: string;
  readonly solver: string;
  identity?: Identity;
  fqdn?: string;
  action?: string;
}

/** How the call ended. */
export interface AuditOutcome {
  readonly outcome: 'solved' | 'failed' | 'refused';
  /** Of the answer as a whole (201 also for what failed). */
  readonly code: number;
  readonly reason?: string;
  readonly message?: string;
}

/** The aggregator's `Audit-ID`, by which the line is found from the API server's audit log; a new one without it. */
export function auditIdOf(header: string | undefined): string {
  return header !== undefined && /^[-.\w]{1,64}$/.test(header) ? header : randomUUID();
}

export function writeAudit(log: Log, record: AuditRecord, end: AuditOutcome, durationSeconds: number): void {
  const { identity, ...call } = record;
  const line = {
    ...call,
    user: identity?.username,
    ...end,
    durationSeconds: Number(durationSeconds.toFixed(3)),
  };
  if (end.outcome === 'solved') log.info(line, 'A DNS01 challenge call was answered');
  else log.warn(line, 'A DNS01 challenge call was answered');
}
