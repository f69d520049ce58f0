import type { Rule } from '../../rule.ts';
import { sameValue } from '../../same-value.ts';
import { changed } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const specIsFrozen: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/spec-is-frozen',
  field: 'spec',
  severity: 'deny',
  source: 'cert-manager v1.21 CR13',
  passes: [changed({}, { annotations: { note: 'x' } })],
  fails: [changed({}, { spec: { isCA: true } })],
  check(after, before) {
    if (!before || sameValue(before.request.spec, after.request.spec)) return [];
    return [
      { field: 'spec', kind: 'Forbidden', detail: 'cannot change spec after creation; make a new request' },
    ];
  },
};
