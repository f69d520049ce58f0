import { matches, stated } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import type { Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const dottedNumbers = /^[+-]?\d+(\.[+-]?\d+)*$/;

export const otherNamesHaveAnOid: Rule<CertificateCandidate> = {
  id: 'certificate/other-names-have-an-oid',
  field: 'spec.otherNames',
  severity: 'deny',
  source: 'cert-manager v1.21 CE16, CE17; RFC 5280 section 4.2.1.6',
  passes: [at({ otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'ops@shop.example' }] })],
  fails: [at({ otherNames: [{ utf8Value: 'x' }] }), at({ otherNames: [{ oid: 'upn', utf8Value: 'x' }] })],
  cel: [
    { each: 'spec.otherNames', valid: stated('entry', 'oid'), tells: 'oid: Required' },
    {
      each: 'spec.otherNames',
      valid: `!${stated('entry', 'oid')} || ${matches('entry.oid', dottedNumbers)}`,
      value: 'entry.oid',
      tells: 'oid: Invalid',
    },
  ],
  check({ certificate: { spec } }) {
    return (spec.otherNames ?? []).flatMap(({ oid }, index): Violation[] => {
      const field = `spec.otherNames[${index}].oid`;
      if (!oid)
        return [
          {
            field,
            kind: 'Required',
            detail: 'state the object identifier, such as 1.3.6.1.4.1.311.20.2.3 for a UPN',
          },
        ];
      if (dottedNumbers.test(oid)) return [];
      return [
        {
          field,
          kind: 'Invalid',
          value: oid,
          detail: 'must be numbers joined by dots, such as 1.3.6.1.4.1.311.20.2.3',
        },
      ];
    });
  },
};
