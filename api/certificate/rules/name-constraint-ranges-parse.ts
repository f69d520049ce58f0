import { isIpRange, isIpRangeInCel } from '../../ip-addresses.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { constraintChecks, constraintViolations } from '../constraints.ts';

const detail = 'must be an address block in CIDR notation, such as 10.0.0.0/8';

const permitted = (...ipRanges: string[]) =>
  at({ isCA: true, commonName: 'ca', nameConstraints: { permitted: { ipRanges } } });

export const nameConstraintRangesParse: Rule<CertificateCandidate> = {
  id: 'certificate/name-constraint-ranges-parse',
  field: 'spec.nameConstraints',
  severity: 'deny',
  source: 'gap C17: issuing never begins, without a word; RFC 5280 section 4.2.1.10',
  passes: [permitted('10.0.0.0/8', '2001:db8::/32')],
  fails: [
    permitted('10.0.0.0'),
    permitted('10.0.0.0/33'),
    permitted('::1/129', '10.0.0/8'),
    at({ isCA: true, commonName: 'ca', nameConstraints: { excluded: { ipRanges: ['10.0.0.0'] } } }),
  ],
  cel: constraintChecks('ipRanges', isIpRangeInCel('entry'), detail),
  check({ certificate: { spec } }) {
    return constraintViolations(spec, 'ipRanges', (range) => (isIpRange(range) ? undefined : detail));
  },
};
