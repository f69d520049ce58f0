import type { Rule } from '../../rule.ts';
import { findCondition } from '../../conditions.ts';
import { sameValue } from '../../same-value.ts';
import { changed } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

const conditions = (side: string): string => `has(${side}.status) && has(${side}.status.conditions)`;
const one = (side: string, type: string): string =>
  `${side}.status.conditions.filter(c, c.type == '${type}')`;

export const approvalIsFinal: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/approval-is-final',
  field: 'status.conditions',
  severity: 'deny',
  source: 'cert-manager v1.21 CR11',
  passes: [changed({}, { conditions: [{ type: 'Approved', status: 'True', reason: 'r' }] })],
  fails: [
    changed({ conditions: [{ type: 'Approved', status: 'True', reason: 'r' }] }, {}),
    changed(
      { conditions: [{ type: 'Denied', status: 'True', reason: 'r' }] },
      { conditions: [{ type: 'Denied', status: 'True', reason: 's' }] },
    ),
  ],
  cel: (['Approved', 'Denied'] as const).map((type) => ({
    valid: `!(${conditions('oldObject')}) || ${one('oldObject', type)}.size() == 0 || (${conditions('object')} && ${one('object', type)} == ${one('oldObject', type)})`,
    says: {
      field: 'status.conditions',
      kind: 'Forbidden',
      detail: `"${type}" condition may not be modified once set`,
    },
    inCrd: true,
  })),
  check(after, before) {
    return (['Approved', 'Denied'] as const).flatMap((type) => {
      const was = findCondition(before?.request.status?.conditions, type);
      if (!was || sameValue(was, findCondition(after.request.status?.conditions, type))) return [];
      return [
        {
          field: 'status.conditions',
          kind: 'Forbidden' as const,
          detail: `"${type}" condition may not be modified once set`,
        },
      ];
    });
  },
};
