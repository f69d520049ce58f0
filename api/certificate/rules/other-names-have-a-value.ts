import { stated } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const otherNamesHaveAValue: Rule<CertificateCandidate> = {
  id: 'certificate/other-names-have-a-value',
  field: 'spec.otherNames',
  severity: 'deny',
  source: 'cert-manager v1.21 CE18; RFC 5280 section 4.2.1.6',
  passes: [at({ otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'ops@shop.example' }] })],
  fails: [at({ otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3' }] })],
  cel: [{ each: 'spec.otherNames', valid: stated('entry', 'utf8Value') }],
  check({ certificate: { spec } }) {
    return (spec.otherNames ?? []).flatMap(({ utf8Value }, index) =>
      utf8Value
        ? []
        : [
            {
              field: `spec.otherNames[${index}].utf8Value`,
              kind: 'Required' as const,
              detail: 'state the value',
            },
          ],
    );
  },
};
