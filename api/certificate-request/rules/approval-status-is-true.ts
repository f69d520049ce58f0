import type { Rule, Violation } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const approvalStatusIsTrue: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/approval-status-is-true',
  field: 'status.conditions',
  severity: 'deny',
  source: 'cert-manager v1.21 CR8',
  passes: [at({ conditions: [{ type: 'Approved', status: 'True' }] })],
  fails: [
    at({ conditions: [{ type: 'Denied', status: 'False' }] }),
    at({ conditions: [{ type: 'Approved', status: 'Unknown' }] }),
  ],
  cel: (['Approved', 'Denied'] as const).map((type) => ({
    valid: `!(has(object.status) && has(object.status.conditions)) || object.status.conditions.all(c, c.type != '${type}' || c.status == 'True')`,
    says: {
      field: 'status.conditions',
      kind: 'Invalid',
      detail: `"${type}" condition may only be set to True`,
    },
    inCrd: true,
  })),
  check(after) {
    return (after.request.status?.conditions ?? []).flatMap(({ type, status }): Violation[] =>
      (type === 'Approved' || type === 'Denied') && status !== 'True'
        ? [
            {
              field: `status.conditions.${type}`,
              kind: 'Invalid',
              value: status,
              detail: `"${type}" condition may only be set to True`,
            },
          ]
        : [],
    );
  },
};
