import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const literalSubjectExcludesSubject: Rule<CertificateCandidate> = {
  id: 'certificate/literal-subject-excludes-subject',
  field: 'spec.subject',
  severity: 'deny',
  source: 'cert-manager v1.21 CE7',
  passes: [at({ literalSubject: 'O=Shop,CN=shop', subject: {} }, { commonName: 'shop' })],
  fails: [at({ literalSubject: 'CN=shop', subject: { organizations: ['Shop'] } }, { commonName: 'shop' })],
  cel: [
    {
      valid:
        "!(has(object.spec.literalSubject) && object.spec.literalSubject != '') || !(has(object.spec.subject) && ((has(object.spec.subject.organizations) && size(object.spec.subject.organizations) > 0) || (has(object.spec.subject.organizationalUnits) && size(object.spec.subject.organizationalUnits) > 0) || (has(object.spec.subject.countries) && size(object.spec.subject.countries) > 0) || (has(object.spec.subject.provinces) && size(object.spec.subject.provinces) > 0) || (has(object.spec.subject.localities) && size(object.spec.subject.localities) > 0) || (has(object.spec.subject.streetAddresses) && size(object.spec.subject.streetAddresses) > 0) || (has(object.spec.subject.postalCodes) && size(object.spec.subject.postalCodes) > 0) || (has(object.spec.subject.serialNumber) && size(object.spec.subject.serialNumber) > 0)))",
    },
  ],
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
