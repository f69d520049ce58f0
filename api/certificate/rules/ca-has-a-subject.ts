import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const caHasASubject: Rule<CertificateCandidate> = {
  id: 'certificate/ca-has-a-subject',
  field: 'spec.commonName',
  severity: 'warn',
  source: 'gap C37: what it signs has an issuer without a name; RFC 5280 section 4.1.2.6',
  passes: [
    at({ isCA: true, commonName: 'Shop CA' }),
    at({ isCA: true, subject: { organizations: ['Shop'] } }),
    at({ isCA: true, literalSubject: 'O=Shop' }, {}),
    at({}),
  ],
  fails: [at({ isCA: true }), at({ isCA: true, commonName: '', subject: { organizations: [] } })],
  cel: [
    {
      valid:
        "!(has(object.spec.isCA) && object.spec.isCA) || (has(object.spec.commonName) && object.spec.commonName != '') || (has(object.spec.literalSubject) && object.spec.literalSubject != '') || (has(object.spec.subject) && ((has(object.spec.subject.organizations) && size(object.spec.subject.organizations) > 0) || (has(object.spec.subject.organizationalUnits) && size(object.spec.subject.organizationalUnits) > 0) || (has(object.spec.subject.countries) && size(object.spec.subject.countries) > 0) || (has(object.spec.subject.provinces) && size(object.spec.subject.provinces) > 0) || (has(object.spec.subject.localities) && size(object.spec.subject.localities) > 0) || (has(object.spec.subject.streetAddresses) && size(object.spec.subject.streetAddresses) > 0) || (has(object.spec.subject.postalCodes) && size(object.spec.subject.postalCodes) > 0) || (has(object.spec.subject.serialNumber) && size(object.spec.subject.serialNumber) > 0)))",
    },
  ],
  check({ certificate: { spec } }) {
    const { isCA = false, commonName, literalSubject, subject = {} } = spec;
    const named = Object.values(subject).some((value: string | readonly string[]) => value.length > 0);
    if (!isCA || commonName || literalSubject || named) return [];
    const detail =
      'a CA must have a subject: state commonName, or what it signs has an issuer without a name';
    return [{ field: 'spec.commonName', kind: 'Required', detail }];
  },
};
