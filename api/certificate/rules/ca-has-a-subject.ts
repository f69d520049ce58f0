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
  check({ certificate: { spec } }) {
    const { isCA = false, commonName, literalSubject, subject = {} } = spec;
    const named = Object.values(subject).some((value: string | readonly string[]) => value.length > 0);
    if (!isCA || commonName || literalSubject || named) return [];
    const detail =
      'a CA must have a subject: state commonName, or what it signs has an issuer without a name';
    return [{ field: 'spec.commonName', kind: 'Required', detail }];
  },
};
