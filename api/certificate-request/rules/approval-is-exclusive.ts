import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const approvalIsExclusive: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/approval-is-exclusive',
  field: 'status.conditions',
  severity: 'deny',
  source: 'cert-manager v1.21 CR9',
  passes: [at({ conditions: [{ type: 'Denied', status: 'True' }] })],
  fails: [
    at({
      conditions: [
        { type: 'Approved', status: 'True' },
        { type: 'Denied', status: 'True' },
      ],
    }),
  ],
  check(after) {
    const types = new Set((after.request.status?.conditions ?? []).map(({ type }) => type));
    if (!types.has('Approved') || !types.has('Denied')) return [];
    return [
      {
        field: 'status.conditions',
        kind: 'Forbidden',
        detail: 'both "Denied" and "Approved" conditions cannot coexist',
      },
    ];
  },
};
