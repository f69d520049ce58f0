import type { Rule } from '../../rule.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

const detail = 'both "Denied" and "Approved" conditions cannot coexist';

export const approvalIsExclusive: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/approval-is-exclusive',
  field: 'status.conditions',
  severity: 'deny',
  source: 'cert-manager v1.21 CR9, CR12',
  passes: [at({ conditions: [{ type: 'Denied', status: 'True' }] })],
  fails: [
    at({
      conditions: [
        { type: 'Approved', status: 'True' },
        { type: 'Denied', status: 'True' },
      ],
    }),
  ],
  cel: [
    {
      valid: `!(has(object.status) && has(object.status.conditions)) || object.status.conditions.filter(c, c.type in ['Approved', 'Denied']).size() < 2`,
      inCrd: true,
    },
  ],
  check(after) {
    const types = new Set((after.request.status?.conditions ?? []).map(({ type }) => type));
    if (!types.has('Approved') || !types.has('Denied')) return [];
    return [
      {
        field: 'status.conditions',
        kind: 'Forbidden',
        detail,
      },
    ];
  },
};
