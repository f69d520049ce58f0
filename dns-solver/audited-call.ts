import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { type AuditOutcome, type AuditRecord, writeAudit } from './audit.ts';
import type { CallMetrics } from './call-metrics.ts';
import type { Outcome } from './challenge-payload.ts';
import { budgetSeconds, startDeadline } from './deadline.ts';
import type { Gate } from './gate.ts';
import { refusalOf } from './respond.ts';
import type { SolveCall } from './solve-call.ts';
import type { ResourceTarget } from './target.ts';

export interface AuditedCallOptions {
  readonly gate: Gate;
  readonly solveCall: SolveCall;
  readonly metrics: CallMetrics;
  readonly clock: Clock;
  readonly log: Log;
}

interface SolverRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: ResourceTarget;
  readonly url: URL;
}

export type AuditedCall = (call: SolverRequest) => Promise<void>;

/** A call of a solver, from the gate to the answer: within its budget, counted, and with one line in the log. */
export function createAuditedCall({ gate, solveCall, metrics, clock, log }: AuditedCallOptions): AuditedCall {
  function finish(audit: AuditRecord, begin: number, end: AuditOutcome): void {
    const seconds = (performance.now() - begin) / 1000;
    writeAudit(log, audit, end, seconds);
    const { solver, action } = audit;
    metrics.observe({ solver, action, outcome: end.outcome, reason: end.reason }, seconds);
  }

  return async ({ request, response, target, url }) => {
    const begin = performance.now();
    const auditId = String(response.getHeader('Audit-ID') ?? '');
    const audit: AuditRecord = { auditId, group: target.group, solver: target.resource };
    const deadline = startDeadline(clock, budgetSeconds);
    response.once('close', () => deadline.abandon());
    try {
      audit.identity = await gate(request, target, url);
      const outcome = await solveCall({
        request,
        response,
        target,
        query: url.searchParams,
        deadline,
        audit,
      });
      finish(audit, begin, { code: 201, ...endOf(outcome) });
    } catch (error) {
      const { code, reason, message, cause } = refusalOf(error);
      const told = typeof cause === 'string' ? cause : message; // why somebody was turned away is for the log
      finish(audit, begin, { outcome: 'refused', code, reason, message: told });
      throw error;
    } finally {
      deadline.clear();
    }
  };
}

function endOf(outcome: Outcome): Pick<AuditOutcome, 'outcome' | 'reason' | 'message'> {
  if (outcome.success) return { outcome: 'solved' };
  return { outcome: 'failed', reason: outcome.reason, message: outcome.message };
}
