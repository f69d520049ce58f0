import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const literalSubjectExcludesCommonName: Rule<CertificateCandidate> = {
  id: 'certificate/literal-subject-excludes-common-name',
  field: 'spec.commonName',
  severity: 'deny',
  source: 'cert-manager v1.21 CE6',
  passes: [at({ literalSubject: 'CN=shop' }, { commonName: 'shop' })],
  fails: [at({ literalSubject: 'CN=shop', commonName: 'shop' }, { commonName: 'shop' })],
  cel: [
    {
      valid:
        "!(has(object.spec.literalSubject) && object.spec.literalSubject != '') || !has(object.spec.commonName) || object.spec.commonName == ''",
      value: 'object.spec.commonName',
    },
  ],
  check({ certificate: { spec } }) {
    if (!spec.literalSubject || !spec.commonName) return [];
    return [
      {
        field: 'spec.commonName',
        kind: 'Invalid',
        value: spec.commonName,
        detail: 'must not be set together with literalSubject: write the name as CN=... there',
      },
    ];
  },
};
