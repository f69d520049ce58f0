import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const literalSubjectExcludesSubject: Rule<CertificateCandidate> = {
  id: 'certificate/literal-subject-excludes-subject',
  field: 'spec.subject',
  severity: 'deny',
  source: 'cert-manager v1.21 CE7',
  passes: [at({ literalSubject: 'O=Shop,CN=shop', subject: {} }, { commonName: 'shop' })],
  fails: [at({ literalSubject: 'CN=shop', subject: { organizations: ['Shop'] } }, { commonName: 'shop' })],
  check({ certificate: { spec } }) {
    const members = Object.values(spec.subject ?? {});
    if (!spec.literalSubject || !members.some((member) => member.length > 0)) return [];
    return [
      {
        field: 'spec.subject',
        kind: 'Invalid',
        detail: 'must not be set together with literalSubject: write its members into literalSubject',
      },
    ];
  },
};
